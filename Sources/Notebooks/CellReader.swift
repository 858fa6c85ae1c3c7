internal import Basics

/// Makes a cell from a fenced block and finds whether its fence is closed.
struct CellReader {
  private let source: SourceText
  /// Where each label was first used.
  private(set) var labels: [String: SourceLocation] = [:]
  /// A cell whose closing fence is taken to be on a line, until another block starts there.
  private var pending: (closingLine: Int, fence: SourceLocation)?

  init(_ source: SourceText) { self.source = source }

  /// Whether an info string makes a block a cell.
  static func isCell(info: String) -> Bool {
    info.utf8.elementsEqual("swift".utf8)
      || info.hasPrefix("swift ") || info.hasPrefix("swift\t")
  }

  /// The cell of a block at `fence`, with libcmark's text of it.
  mutating func cell(
    at fence: SourceLocation, text: String, problems: inout [Problem]
  ) -> Cell {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    checkClosed(fence, lineCount: lines.count, problems: &problems)
    let first = fence.line + 1
    var optionCount = 0
    while optionCount < lines.count, lines[optionCount].hasPrefix("//|") { optionCount += 1 }
    let yaml = lines.prefix(optionCount).enumerated().map { index, line in
      let blank = line.dropFirst(3).hasPrefix(" ") ? 4 : 3
      let column = indent(of: line, at: first + index) + blank + 1
      return YAMLMapping.Line(
        text: String(line.dropFirst(blank)),
        location: source.location(line: first + index, column: column))
    }
    let (options, label) = CellOptions.read(yaml, problems: &problems)
    if let name = options.label, let label { register(name, at: label, problems: &problems) }
    let code = lines.dropFirst(optionCount)
    let indents = code.enumerated().map { indent(of: $1, at: first + optionCount + $0) }
    var cell = Cell(
      code: code.map { $0 + "\n" }.joined(),
      location: source.location(line: first + optionCount, column: (indents.first ?? 0) + 1),
      fenceLocation: fence, options: options)
    if indents.contains(where: { $0 != 0 }) { cell.lineIndents = indents }
    return cell
  }

  /// Bytes of a file's line that stand before what libcmark left of it.
  private func indent(of line: Substring, at number: Int) -> Int {
    max(source.line(number).count - line.utf8.count, 0)
  }

  private mutating func register(
    _ label: String, at location: SourceLocation, problems: inout [Problem]
  ) {
    if let first = labels[label] {
      problems.append(
        Problem(
          .cellOption, at: location,
          "the label `\(label)` on line \(location.line) is taken by the cell on line \(first.line)",
          advice: "Give each cell a label of its own."))
    } else {
      labels[label] = location
    }
  }

  private mutating func checkClosed(
    _ fence: SourceLocation, lineCount: Int, problems: inout [Problem]
  ) {
    pending = nil
    let closing = fence.line + lineCount + 1
    let opening = fenceRun(source.offset(of: fence), end: source.line(fence.line).upperBound)
    let start = source.contentStart(ofLine: closing, quotes: .max)
    let end = source.line(closing).upperBound
    let run = fenceRun(start, end: end)
    if closing <= source.lineCount, run.byte == opening.byte, run.length >= opening.length,
      source.bytes[start + run.length..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
    {
      pending = (closing, fence)
    } else {
      problems.append(Self.unclosed(fence))
    }
  }

  private func fenceRun(_ start: Int, end: Int) -> (byte: UInt8, length: Int) {
    guard start < end, [UInt8(ascii: "`"), UInt8(ascii: "~")].contains(source.bytes[start])
    else { return (0, 0) }
    let byte = source.bytes[start]
    return (byte, source.bytes[start..<end].prefix { $0 == byte }.count)
  }

  /// Hears where the next block starts: a fence that opens a block closes none.
  mutating func blockStarts(onLine line: Int, problems: inout [Problem]) {
    if let pending, pending.closingLine == line { problems.append(Self.unclosed(pending.fence)) }
    pending = nil
  }

  private static func unclosed(_ fence: SourceLocation) -> Problem {
    Problem(
      .markdown, at: fence, "the cell that starts on line \(fence.line) is not closed",
      advice: "End it with a fence like the opening one, indented alike.")
  }
}
