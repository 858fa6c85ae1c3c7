// The standard library's `rounded()` calls the C library's in a build without optimisation, and
// nothing here links that. These take its place within this module, with the same results.
extension Double {
  /// To the nearest whole number, halves away from zero.
  func rounded() -> Double {
    let whole = rounded(.towardZero)
    return (self - whole).magnitude >= 0.5 ? whole + (self < 0 ? -1 : 1) : whole
  }

  /// To a whole number by a rule.
  func rounded(_ rule: FloatingPointRoundingRule) -> Double {
    // From 2⁵² on every number is whole; NaN and infinities stay what they are.
    guard magnitude < 4_503_599_627_370_496 else { return self }
    let whole = Double(Int64(self))
    switch rule {
    case .down: return whole > self ? whole - 1 : whole
    case .up: return whole < self ? whole + 1 : whole
    case .towardZero: return whole
    default: return rounded()
    }
  }
}
