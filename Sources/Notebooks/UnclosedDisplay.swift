internal import Basics

/// Tells of `$$` that opens a formula which its paragraph does not close.
enum UnclosedDisplay {
  /// The problems of such places, one in a paragraph at most, in the order of the text.
  ///
  /// An opening one and the next that ends its line belong together: an empty line parts them.
  static func problems(_ source: SourceText, at offsets: [Int]) -> [Problem] {
    var problems: [Problem] = []
    var index = 0
    while index < offsets.count {
      let offset = offsets[index]
      let location = source.location(at: offset)
      index += 1
      if isAlone(source, before: offset), index < offsets.count,
        isAlone(source, after: offsets[index] + 2)
      {
        let empty = emptyLine(source, from: location.line)
        problems.append(
          Problem(
            .formula, at: location,
            "the formula that opens here has an empty line (line \(empty)), which ends it",
            advice: "Remove the empty line. `\\\\` parts the rows of a formula."))
        index += 1
      } else {
        problems.append(
          Problem(
            .formula, .warning, at: location, "`$$` opens a formula that is not closed",
            advice: "Close it with `$$` in the same paragraph, or write `\\$\\$` for the signs."))
      }
    }
    return problems
  }

  /// Whether nothing but a container's marks stands in front of an offset in its line.
  private static func isAlone(_ source: SourceText, before offset: Int) -> Bool {
    let line = source.line(source.line(at: offset))
    return source.bytes[line.lowerBound..<offset].allSatisfy { " \t>-*+".utf8.contains($0) }
  }

  private static func isAlone(_ source: SourceText, after offset: Int) -> Bool {
    let line = source.line(source.line(at: offset - 1))
    let rest = EquationLabel(source, in: offset..<line.upperBound)?.end ?? offset
    return source.bytes[rest..<line.upperBound].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private static func emptyLine(_ source: SourceText, from line: Int) -> Int {
    (line + 1...max(line + 1, source.lineCount)).first { number in
      source.bytes[source.line(number)].allSatisfy { " \t>".utf8.contains($0) }
    } ?? line
  }
}
