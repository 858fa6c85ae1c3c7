/// Draws a number with probability in proportion to its weight, in constant time (Walker, 1977, "An
/// efficient method for generating discrete random variables with general distributions"; Vose, 1991).
///
/// Every one of n columns is as likely; in column i the draw is i with probability pᵢ, else its alias.
/// For weights 3, 1: column 0 holds 0 alone, column 1 is 1 with probability ½ and 0 otherwise.
struct AliasTable: Sendable {
  /// A column lies in one place, so that a draw waits for memory once.
  struct Column: Sendable {
    /// pᵢ · 2³², where that is less than 2³²; a full column is its own alias.
    var threshold = UInt32.max
    var alias: Int32
  }

  let columns: [Column]

  init(_ weights: [Double]) {
    let total = weights.reduce(0, +)
    require(
      total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 },
      "AliasTable: the \(weights.count) weights must be at least 0, and one of them more")
    var heights = weights.map { $0 / total * Double(weights.count) }
    var columns = weights.indices.map { Column(alias: Int32($0)) }
    var low = weights.indices.filter { heights[$0] < 1 }
    var high = weights.indices.filter { heights[$0] >= 1 }
    while let small = low.popLast() {
      guard let large = high.last else { break }
      columns[small] = Column(
        threshold: UInt32(heights[small] * 0x1p32), alias: Int32(large))
      heights[large] -= 1 - heights[small]
      if heights[large] < 1 {
        high.removeLast()
        low.append(large)
      }
    }
    self.columns = columns
  }

  /// The next draw.
  func draw(using generator: inout some RandomNumberGenerator) -> Int32 {
    let bits = generator.next()
    let number = Int(((bits >> 32) &* UInt64(columns.count)) >> 32)
    let column = columns[number]
    return UInt32(truncatingIfNeeded: bits) < column.threshold ? Int32(number) : column.alias
  }
}
