/// Logarithm and power to base ten by fixed series: the same bits on every machine, which the C
/// library does not promise. Exact for the powers of ten that `Double` holds; elsewhere within a
/// few units of the last place.
enum Logarithm {
  private static let ln2 = 0.693_147_180_559_945_3
  private static let ln10 = 2.302_585_092_994_045_7

  /// log₁₀ x for a finite x > 0.
  ///
  ///     x = m·2ᵉ, m in [√½, √2)      ln m = 2 (z + z³/3 + z⁵/5 + …), z = (m − 1)/(m + 1)
  static func log10(_ x: Double) -> Double {
    var m = x.significand
    var e = Double(x.exponent)
    if m > 1.414_213_562_373_095 {
      m /= 2
      e += 1
    }
    let z = (m - 1) / (m + 1)
    let zz = z * z
    var sum = 0.0
    for k in stride(from: 25, through: 1, by: -2) { sum = sum * zz + 1 / Double(k) }
    let result = (2 * z * sum + e * ln2) / ln10
    let nearest = result.rounded()
    return power(Int(nearest)) == x ? nearest : result
  }

  /// 10ˣ.
  ///
  ///     x = n + r, |r| ≤ ½      10ʳ = 1 + t + t²/2! + …, t = r ln 10
  static func exp10(_ x: Double) -> Double {
    if x > 309 { return .infinity }
    if x < -330 { return 0 }
    let n = x.rounded()
    let t = (x - n) * ln10
    var sum = 1.0
    for k in stride(from: 20, through: 1, by: -1) { sum = 1 + sum * t / Double(k) }
    return sum * power(Int(n))
  }

  /// 10ⁿ, correctly rounded.
  static func power(_ n: Int) -> Double { Double("1e\(n)") ?? 0 }
}
