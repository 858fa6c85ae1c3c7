/// Numbers headings by their nesting: `1`, `1.1`, `2`.
struct SectionNumbers {
  /// The open levels and how many headings each has had.
  private var open: [(level: Int, count: Int)] = []

  /// The number of the next heading.
  mutating func next(level: Int) -> String {
    while let last = open.last, last.level > level {
      // Below a heading of level 2, levels 4 and 3 are the same depth.
      guard open.count > 1, open[open.count - 2].level >= level else { break }
      open.removeLast()
    }
    if let last = open.last, last.level >= level {
      open[open.count - 1] = (level, last.count + 1)
    } else {
      open.append((level, 1))
    }
    return open.map { "\($0.count)" }.joined(separator: ".")
  }
}
