/// A table as aligned lines of text.
enum TextTable {
  static func lines(_ table: Table, width: Int) -> [String] {
    let text = TableText(table)
    let cells = text.rows.map { row in
      zip(row, text.alignments).map { cell, alignment in
        // A column with a marked value keeps room for its sign in every row.
        cell.isBest
          ? TableText.bestSign + " " + cell.text : cell.text.visible
      }
    }
    var widths = table.columns.indices.map { column in
      max(
        TextLine.columns(table.columns[column].name),
        cells.map { TextLine.columns($0[column]) }.max() ?? 0)
    }
    let gap = 2
    // The widest columns give way until the lines fit.
    while widths.reduce(0, +) + gap * (widths.count - 1) > width,
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 6
    {
      widths[widest] -= 1
    }
    func line(_ texts: [String]) -> String {
      let parts = texts.indices.map { column in
        TextLine.padded(
          TextLine.fitted(texts[column], widths[column]), widths[column], text.alignments[column])
      }
      return TextLine.fitted(parts.joined(separator: TextLine.spaces(gap)), max(width, 1))
    }
    var lines = table.title.map { TextLine.wrapped($0, width) } ?? []
    lines.append(line(table.columns.map(\.name)))
    lines.append(
      TextLine.fitted(
        widths.map { String(repeating: "─", count: $0) }.joined(separator: TextLine.spaces(gap)),
        width))
    lines += cells.map(line)
    if text.marksBest { lines.append("\(TableText.bestSign) best of its column") }
    return lines
  }
}
