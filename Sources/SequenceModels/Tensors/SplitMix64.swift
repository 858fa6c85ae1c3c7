/// A small, fast random generator with 64 bits of state (Steele, Lea and Flood, 2014, "Fast splittable
/// pseudorandom number generators"). The same seed gives the same numbers on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  /// Where it stands: a generator with this seed goes on from here.
  public private(set) var state: UInt64

  /// A generator that always gives the same numbers for `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension RandomNumberGenerator {
  /// A number in [0, 1) with 53 random bits, exact: nothing is rounded.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number drawn uniformly from `range`.
  public mutating func uniform(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + Float(unit()) * (range.upperBound - range.lowerBound)
  }

  /// A number drawn from the standard normal distribution, by the polar method (Marsaglia and Bray,
  /// 1964). It is off from that of exact arithmetic by less than 10⁻¹⁴ of itself.
  public mutating func normal() -> Double {
    while true {
      let (x, y) = (2 * unit() - 1, 2 * unit() - 1)
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * logarithm(square) / square).squareRoot() }
    }
  }

  /// A whole number in 0 ..< `bound` (the bias is below 2⁻⁵³ · bound).
  public mutating func index(below bound: Int) -> Int {
    require(bound > 0, "index(below: \(bound)): the bound must be positive")
    return Int(unit() * Double(bound))
  }

  /// An index drawn with probability in proportion to `weights`, of which none may be negative and one
  /// must be more than 0.
  public mutating func choice(_ weights: [Double]) -> Int {
    let sum = weights.reduce(0, +)
    require(
      sum > 0 && sum < .infinity && weights.allSatisfy { $0 >= 0 },
      "choice: \(weights.count) weights with the sum \(sum), the least \(weights.min() ?? 0); they must "
        + "not be negative, and their sum must be more than 0 and finite")
    var left = unit() * sum
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}
