internal import Basics

/// Makes a cell from a fenced block and finds whether its fence is closed.
struct CellReader {
  private let source: SourceText
  /// Where the captions of the cells stand, by index of the cell.
  private(set) var captions: [Int: SourceLocation] = [:]
  private var count = 0
  /// A cell whose closing fence is taken to be on a line, until another block starts there.
  private var pending: (closingLine: Int, fence: SourceLocation)?

  init(_ source: SourceText) { self.source = source }

  /// The cell of a block at `fence`, with libcmark's text of it.
  mutating func cell(
    at fence: SourceLocation, text: String, labels: inout LabelRegistry,
    problems: inout [Problem]
  ) -> Cell {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    checkClosed(fence, lineCount: lines.count, problems: &problems)
    let first = fence.line + 1
    let top = OptionLines(lines)
    let yaml = top.options.map { option in
      let column = indent(of: lines[option.index], at: first + option.index) + option.margin + 1
      return YAMLMapping.Line(
        text: option.text, location: source.location(line: first + option.index, column: column))
    }
    for remark in top.remarks {
      let column = indent(of: lines[remark.index], at: first + remark.index) + remark.column + 1
      problems.append(
        Problem(
          .cellOption, remark.severity,
          at: source.location(line: first + remark.index, column: column), remark.message,
          advice: remark.advice))
    }
    let (options, places) = CellOptions.read(yaml, problems: &problems)
    if let name = options.label, let place = places["label"] {
      labels.register(name, .cell, at: place, problems: &problems)
    }
    captions[count] = places["caption"]
    count += 1
    // Comments above the options move down to the code, whose lines keep their numbers.
    let shown = top.comments + Array(top.codeStart..<lines.count)
    let indents = shown.map { indent(of: lines[$0], at: first + $0) }
    let start = first + top.codeStart - top.comments.count
    var cell = Cell(
      code: shown.map { lines[$0] + "\n" }.joined(),
      location: source.location(line: start, column: (indents.first ?? 0) + 1),
      fenceLocation: fence, options: options)
    if indents.contains(where: { $0 != 0 }) { cell.lineIndents = indents }
    return cell
  }

  /// Bytes of a file's line that stand before what libcmark left of it.
  private func indent(of line: Substring, at number: Int) -> Int {
    max(source.line(number).count - line.utf8.count, 0)
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
