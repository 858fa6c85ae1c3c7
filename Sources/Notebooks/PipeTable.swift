/// A table in GitHub's dialect, found in the lines of a paragraph.
struct PipeTable {
  /// The content of a cell; always on one line.
  struct Cell {
    /// Without the blanks around it; offsets in the file.
    var range: Range<Int>
    /// Indices of the masks within it.
    var masks: [Int] = []
  }

  /// A row, and its part of ``PipeTable/cells``.
  struct Row {
    /// Where it starts.
    var offset: Int
    var cells: Range<Int>
  }

  /// How many cells that the file leaves out are filled up in one table. A wide head above many short
  /// rows would make a file of kilobytes a page of many megabytes.
  static let fillLimit = 50_000

  var alignments: [Document.Alignment]
  /// In the order of the text; the first is the header.
  var rows: [Row]
  /// Row by row, ``alignments``' count in each until ``fillLimit`` is reached.
  var cells: [Cell]

  /// The index of the header's line within a paragraph's lines, if they hold a table.
  static func headerIndex(
    _ source: SourceText, segments: [Range<Int>], skipping: (Range<Int>) -> [Range<Int>]
  ) -> Int? {
    guard segments.count > 1 else { return nil }
    for index in 1..<segments.count {
      guard let alignments = alignments(source, segments[index]) else { continue }
      let header = segments[index - 1]
      if split(source, header, skipping: skipping(header)).count == alignments.count {
        return index - 1
      }
    }
    return nil
  }

  /// The alignments of a delimiter row, or `nil` if the line is none.
  static func alignments(_ source: SourceText, _ line: Range<Int>) -> [Document.Alignment]? {
    let allowed: [UInt8] = [0x20, 0x09, 0x2D, 0x3A, 0x7C]
    guard source.bytes[line].allSatisfy(allowed.contains),
      source.bytes[line].contains(0x2D), source.bytes[line].contains(0x7C)
    else { return nil }
    var alignments: [Document.Alignment] = []
    for range in split(source, line, skipping: []) {
      var bytes = source.bytes[range]
      let left = bytes.first == 0x3A
      if left { bytes.removeFirst() }
      let right = bytes.last == 0x3A
      if right { bytes.removeLast() }
      guard !bytes.isEmpty, bytes.allSatisfy({ $0 == 0x2D }) else { return nil }
      alignments.append(left ? (right ? .center : .left) : right ? .right : .none)
    }
    return alignments.isEmpty ? nil : alignments
  }

  /// The trimmed cells of a row: pipes part them, unless escaped or within `skipping`.
  static func split(
    _ source: SourceText, _ line: Range<Int>, skipping: [Range<Int>]
  ) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    let row = trimmed(source, line)
    var position = row.lowerBound
    if position < row.upperBound, source.bytes[position] == UInt8(ascii: "|") { position += 1 }
    var start = position
    var skipped = skipping[...]
    while position < row.upperBound {
      while let first = skipped.first, first.upperBound <= position { skipped.removeFirst() }
      if let first = skipped.first, first.contains(position) {
        position = first.upperBound
        continue
      }
      let byte = source.bytes[position]
      if byte == UInt8(ascii: "|") {
        cells.append(trimmed(source, start..<position))
        start = position + 1
      }
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    let rest = trimmed(source, start..<max(start, row.upperBound))
    if !rest.isEmpty || cells.isEmpty { cells.append(rest) }
    return cells
  }

  private static func trimmed(_ source: SourceText, _ range: Range<Int>) -> Range<Int> {
    var range = range
    while let last = source.bytes[range].last, last == 0x20 || last == 0x09 {
      range = range.lowerBound..<range.upperBound - 1
    }
    while let first = source.bytes[range].first, first == 0x20 || first == 0x09 {
      range = range.lowerBound + 1..<range.upperBound
    }
    return range
  }

  /// Reads the header, the delimiter row and all rows below.
  init(_ source: SourceText, segments: ArraySlice<Range<Int>>, masks: [Mask], first: Int) {
    alignments = segments.dropFirst().first.flatMap { Self.alignments(source, $0) } ?? []
    rows = []
    cells = []
    var mask = 0
    var filled = 0
    for (index, segment) in segments.enumerated() where index != 1 {
      let inside = masks.dropFirst(mask).prefix { $0.range.upperBound <= segment.upperBound }
      var row = Self.split(source, segment, skipping: inside.map(\.range)).prefix(alignments.count)
        .map { Cell(range: $0) }
      let end = row.last?.range.upperBound ?? segment.upperBound
      while row.count < alignments.count, filled < Self.fillLimit {
        row.append(Cell(range: end..<end))
        filled += 1
      }
      for position in row.indices {
        while mask < masks.count, masks[mask].range.lowerBound < row[position].range.upperBound {
          if masks[mask].range.lowerBound >= row[position].range.lowerBound {
            row[position].masks.append(first + mask)
          }
          mask += 1
        }
      }
      while mask < masks.count, masks[mask].range.upperBound <= segment.upperBound { mask += 1 }
      rows.append(Row(offset: segment.lowerBound, cells: cells.count..<cells.count + row.count))
      cells += row
    }
  }
}
