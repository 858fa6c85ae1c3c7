internal import Basics

/// What a figure shows, in words made from its data: the alternative text for screen readers.
public enum FigureDescription {
  /// One or a few sentences: `Line chart. loss falls from 5.50 to 1.45 …`.
  public static func text(for figure: Figure) -> String {
    switch figure {
    case .text, .markdown: ""
    case .chart(let chart): describe(chart)
    case .heatmap(let heatmap): describe(heatmap)
    case .table(let table): describe(table)
    case .coloredText(let text): describe(text)
    case .group(let figures, _):
      figures.enumerated().map { "Panel \($0 + 1): " + self.text(for: $1) }.joined(separator: " ")
    }
  }

  private static func describe(_ chart: Chart) -> String {
    let prepared = PreparedChart(chart)
    var sentences = prepared.marks.compactMap { $0.mark.summary(of: chart) }
    if sentences.count > 12 {
      let rest = sentences.count - 12
      sentences = Array(sentences[..<12]) + ["\(rest) more series"]
    }
    if sentences.isEmpty { sentences = ["An empty chart"] }
    let omissions = prepared.omissions.isEmpty ? "" : " " + prepared.omissions
    return sentences.map(sentence).joined(separator: " ") + omissions
  }

  private static func describe(_ heatmap: Heatmap) -> String {
    let (height, width) = (heatmap.values.count, heatmap.columnCount)
    let name = heatmap.legend.isEmpty ? "values" : heatmap.legend
    let rows = "\(height) \(heatmap.rowLabel.isEmpty ? "" : heatmap.rowLabel + " ")rows"
    let columns = "\(width) \(heatmap.columnLabel.isEmpty ? "" : heatmap.columnLabel + " ")columns"
    var text = "Heat map of \(name), \(rows) by \(columns)."
    let shown = HeatmapCells(heatmap).shown
    guard let low = shown.min(by: { $0.value < $1.value }),
      let high = shown.max(by: { $0.value < $1.value })
    else { return text + " No cell has a value." }
    let cells = HeatmapCells(heatmap)
    text += " Lowest \(NumberText.short(low.value)) at \(cells.name(low.row, low.column));"
    text += " highest \(NumberText.short(high.value)) at \(cells.name(high.row, high.column))."
    if cells.maskedCount > 0 { text += " \(cells.maskedCount) cells are masked." }
    if cells.missingCount > 0 { text += " \(cells.missingCount) values are not finite." }
    return text
  }

  private static func describe(_ table: Table) -> String {
    let columns = table.columns.map(\.name).joined(separator: ", ")
    return sentence(
      "Table of \(table.rows.count) \(table.rows.count == 1 ? "row" : "rows"): \(columns)")
  }

  private static func describe(_ text: ColoredText) -> String {
    let values = text.values.values
    let name = text.legend.isEmpty ? "a value" : text.legend
    var words = "Text of \(text.pieces.count) pieces, each coloured by \(name)."
    if let low = SeriesSummary.index(of: .lowest, in: values),
      let high = SeriesSummary.index(of: .highest, in: values)
    {
      words += " Lowest \(NumberText.short(values[low])) at “\(text.pieces[low].visible)”, piece "
      words += "\(low + 1); highest \(NumberText.short(values[high])) at "
      words += "“\(text.pieces[high].visible)”, piece \(high + 1)."
    }
    return words
  }

  private static func sentence(_ text: String) -> String {
    (text.first.map { $0.uppercased() } ?? "") + text.dropFirst() + "."
  }
}
