internal import Basics

/// A table as aligned lines of text.
enum TextTable {
  static func lines(_ table: Table, _ renderer: TextRenderer) -> [String] {
    let width = renderer.width
    let text = TableText(table)
    let cells = text.rows.map { row in
      row.map { cell in
        renderer.written((cell.isBest ? TableText.bestSign + " " : "") + cell.text.visible)
      }
    }
    let names = table.columns.map { renderer.written($0.name.visible) }
    var widths = table.columns.indices.map { column in
      max(
        TextLine.columns(names[column]),
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
    lines.append(line(names))
    lines.append(
      TextLine.fitted(
        widths.map { String(repeating: "─", count: $0) }.joined(separator: TextLine.spaces(gap)),
        width))
    lines += cells.map(line)
    if text.marksBest { lines.append("\(TableText.bestSign) best of its column") }
    return lines
  }
}
