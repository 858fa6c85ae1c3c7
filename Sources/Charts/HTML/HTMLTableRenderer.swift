internal import Basics

/// Writes tables and coloured text as HTML: semantic elements and classes, no styles. The rules for
/// the classes are ``css``.
public struct HTMLTableRenderer: Sendable {
  /// A renderer.
  public init() {}

  /// One `<table class="figure-table">`; `nil` for other figures than tables.
  ///
  /// The caption stands above. Cells have the class `left`, `right` or `center`, and the best value
  /// of a column the class `best`, an element `<strong>` and a sign.
  public func table(_ figure: Figure) -> String? {
    guard case .table(let table) = figure else { return nil }
    let text = TableText(table)
    var html = "<table class=\"figure-table\">\n"
    if let title = table.title { html += "<caption>\(title.escaped)</caption>\n" }
    html += "<thead>\n<tr>"
    for (column, alignment) in zip(table.columns, text.alignments) {
      html += "<th scope=\"col\" class=\"\(alignment.rawValue)\">\(column.name.escaped)</th>"
    }
    html += "</tr>\n</thead>\n<tbody>\n"
    for row in text.rows {
      html += "<tr>"
      for (cell, alignment) in zip(row, text.alignments) { html += self.cell(cell, alignment) }
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table>\n"
  }

  /// The data of a figure as a plain table, for a `<details>` element; numbers to the right.
  public func data(_ data: FigureData) -> String {
    var html = "<table class=\"figure-data\">\n<thead>\n<tr>"
    for name in data.header { html += "<th scope=\"col\">\(name.visible.escaped)</th>" }
    html += "</tr>\n</thead>\n<tbody>\n"
    for row in data.rows {
      html += "<tr>" + row.map { "<td>\($0.escaped)</td>" }.joined() + "</tr>\n"
    }
    return html + "</tbody>\n</table>\n"
  }

  private func cell(_ cell: TableText.Cell, _ alignment: Table.Alignment) -> String {
    let side = alignment.rawValue
    guard cell.isBest else { return "<td class=\"\(side)\">\(cell.text.escaped)</td>" }
    // The sign stands before the number, so that decimals stay below each other.
    return "<td class=\"\(side) best\"><span class=\"sign\" title=\"best\">\(TableText.bestSign)"
      + "</span> <strong>\(cell.text.escaped)</strong></td>"
  }

  /// The rules for tables, coloured text and what they hold.
  public static var css: String {
    """
    .figure-table,.figure-data{border-collapse:collapse;font-variant-numeric:tabular-nums}
    .figure-table caption{caption-side:top;text-align:left;font-weight:600;padding-bottom:.4em}
    .figure-table th,.figure-table td,.figure-data th,.figure-data td{padding:.2em .7em}
    .figure-table thead th,.figure-data thead th{border-bottom:1px solid var(--axis)}
    .figure-table .left{text-align:left}
    .figure-table .right{text-align:right}
    .figure-table .center{text-align:center}
    .figure-data th,.figure-data td{text-align:right}
    .figure-table .sign{color:var(--series-ink-2)}

    """ + ColoredTextTones.css
  }
}
