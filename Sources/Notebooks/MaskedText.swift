internal import Basics

/// The text for libcmark, and how its places map to the file's.
struct MaskedText {
  private(set) var bytes: [UInt8] = []
  /// Lines before the file's first: two for each cell of a table.
  private(set) var leadingLines = 0
  /// Where a line or the rest of it comes from, in order.
  private var pieces: [(line: Int, column: Int, offset: Int)] = []
  private let source: SourceText

  /// Replaces the masks (sorted, apart); lines before `bodyLine` become empty.
  init(_ source: SourceText, bodyLine: Int, masks: [Mask], markers: Markers) {
    self.source = source
    bytes.reserveCapacity(source.bytes.count + masks.count * 8)
    for mask in masks {
      guard case .table(let table) = mask.content else { continue }
      for cell in table.cells where !cell.range.isEmpty {
        leadingLines += 2
        let lineStart = bytes.count
        bytes.append(contentsOf: Array("\(markers.cell) ".utf8))
        pieces.append((leadingLines - 1, Self.cellMargin + 1, cell.range.lowerBound))
        // Cells stand on one line, and so do the masks within them.
        append(cell.range, cell.masks, of: masks, line: (leadingLines - 1, lineStart), markers)
        bytes.append(contentsOf: [0x0A, 0x0A])
      }
    }
    let top = min(bodyLine, source.lineCount)
    bytes.append(contentsOf: [UInt8](repeating: 0x0A, count: top - 1))
    let outer = masks.indices.filter { !masks[$0].isInTable }
    let start = bodyLine > source.lineCount ? source.bytes.count : source.line(top).lowerBound
    append(
      start..<source.bytes.count, outer, of: masks, line: (leadingLines + top, bytes.count),
      markers)
  }

  /// The bytes of a cell's marker and the blank after it.
  static let cellMargin = 4

  private mutating func append(
    _ range: Range<Int>, _ indices: [Int], of masks: [Mask], line first: (number: Int, start: Int),
    _ markers: Markers
  ) {
    var (line, lineStart) = first
    var position = range.lowerBound
    for index in indices {
      let mask = masks[index]
      line += copy(position..<mask.range.lowerBound, lineStart: &lineStart)
      if case .rule = mask.content {
        bytes.append(contentsOf: Array("***".utf8))
      } else {
        bytes.append(contentsOf: Array("\(markers.open)\(index)\(markers.close)".utf8))
      }
      for start in mask.continuations {
        bytes.append(0x0A)
        line += 1
        lineStart = bytes.count
        let fileLine = source.line(at: start)
        bytes.append(contentsOf: source.bytes[source.line(fileLine).lowerBound..<start])
        bytes.append(contentsOf: Array("\(markers.continuation)".utf8))
      }
      pieces.append((line, bytes.count - lineStart + 1, mask.range.upperBound))
      position = mask.range.upperBound
    }
    _ = copy(position..<range.upperBound, lineStart: &lineStart)
  }

  /// Copies a stretch of the file and counts its line ends.
  private mutating func copy(_ range: Range<Int>, lineStart: inout Int) -> Int {
    let lines = source.line(at: range.upperBound) - source.line(at: range.lowerBound)
    bytes.append(contentsOf: source.bytes[range])
    if lines > 0 {
      let last = source.lineStarts[source.line(at: range.upperBound) - 1]
      lineStart = bytes.count - (range.upperBound - last)
    }
    return lines
  }

  /// The file's place of a line and column of this text.
  func location(line: Int, column: Int) -> SourceLocation {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if (pieces[middle].line, pieces[middle].column) <= (line, column) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    if low > 0, pieces[low - 1].line == line {
      let piece = pieces[low - 1]
      let start = source.location(at: piece.offset)
      return source.location(line: start.line, column: start.column + column - piece.column)
    }
    if line <= leadingLines, low < pieces.count { return source.location(at: pieces[low].offset) }
    return source.location(line: line - leadingLines, column: column)
  }
}
