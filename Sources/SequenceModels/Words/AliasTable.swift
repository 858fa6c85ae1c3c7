/// Draws a number with probability in proportion to its weight, in constant time (Walker, 1977, "An
/// efficient method for generating discrete random variables with general distributions"; Vose, 1991).
///
/// Every one of n columns is as likely; in column i the draw is i with probability pᵢ, else its alias.
/// For weights 3, 1: column 0 holds 0 alone, column 1 is 1 with probability ½ and 0 otherwise.
struct AliasTable: Sendable {
  /// pᵢ · 2³².
  let thresholds: [UInt64]
  let aliases: [Int32]

  init(_ weights: [Double]) {
    let total = weights.reduce(0, +)
    require(
      total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 },
      "AliasTable: the \(weights.count) weights must be at least 0, and one of them more")
    var heights = weights.map { $0 / total * Double(weights.count) }
    var aliases = weights.indices.map(Int32.init)
    var low = weights.indices.filter { heights[$0] < 1 }
    var high = weights.indices.filter { heights[$0] >= 1 }
    var thresholds = [UInt64](repeating: 1 << 32, count: weights.count)
    while let small = low.popLast() {
      guard let large = high.last else { break }
      thresholds[small] = UInt64(heights[small] * 0x1p32)
      aliases[small] = Int32(large)
      heights[large] -= 1 - heights[small]
      if heights[large] < 1 {
        high.removeLast()
        low.append(large)
      }
    }
    self.thresholds = thresholds
    self.aliases = aliases
  }

  /// The next draw.
  func draw(using generator: inout some RandomNumberGenerator) -> Int32 {
    let bits = generator.next()
    let column = Int(((bits >> 32) &* UInt64(thresholds.count)) >> 32)
    return bits & 0xffff_ffff < thresholds[column] ? Int32(column) : aliases[column]
  }
}
