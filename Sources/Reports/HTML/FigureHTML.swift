internal import Basics
internal import Charts

/// Writes figures as HTML: drawings, tables, and the data behind them.
struct FigureHTML {
  let page: ReportPage
  /// Starts the ids of the drawings.
  let idPrefix: String
  /// The author's words for readers who do not see the figure.
  let alt: String?

  /// A figure with its data.
  func html(_ figure: Figure, number: Int) -> String {
    switch figure {
    case .group(_, let columns):
      let panels = Figure.sharingScales(Self.leaves(of: figure))
      // Two panels fit beside each other in the width of the text.
      let name = columns > 2 ? "panels wide" : "panels"
      var html = "<div class=\"\(name)\" style=\"--columns:\(min(max(columns, 1), 12))\">\n"
      let renderer = SVGRenderer(size: columns > 1 ? .panel : .text)
      for (index, panel) in panels.enumerated() {
        html += "<div class=\"panel\">\n"
        html += drawing(panel, renderer, id: "\(idPrefix)-\(number)-\(index + 1)")
        html += "</div>\n"
      }
      return html + "</div>\n" + data(of: panels)
    default:
      return drawing(figure, SVGRenderer(), id: "\(idPrefix)-\(number)") + data(of: [figure])
    }
  }

  /// The figures of a group and of the groups within, in order.
  static func leaves(of figure: Figure) -> [Figure] {
    var leaves: [Figure] = []
    var waiting = [figure]
    while let next = waiting.popLast() {
      if case .group(let figures, _) = next {
        waiting += figures.reversed()
      } else {
        leaves.append(next)
      }
    }
    return leaves
  }

  private func drawing(_ figure: Figure, _ renderer: SVGRenderer, id: String) -> String {
    switch figure {
    case .text(let text): return "<pre class=\"output\" tabindex=\"0\">\(text.escaped)</pre>\n"
    case .markdown(let text):
      return "<div class=\"prose\">\n"
        + ProseHTML.html(page.prose(text), page: page) + "</div>\n"
    case .table:
      let table = HTMLTableRenderer().table(figure) ?? ""
      return scroll("Table", table)
    case .coloredText: return HTMLTableRenderer().coloredText(figure) ?? ""
    case .chart, .heatmap:
      let svg = renderer.svg(figure, idPrefix: id, description: alt) ?? ""
      // On a narrow screen a chart keeps the size of its words and scrolls in its box.
      let name = "class=\"drawing\" tabindex=\"0\" role=\"group\" aria-label=\"Drawing\""
      return "<div \(name)>\(svg)</div>\n"
    case .group: return ""
    }
  }

  private func data(of figures: [Figure]) -> String {
    let tables = figures.compactMap { FigureData($0) }.map(HTMLTableRenderer().data)
    guard !tables.isEmpty else { return "" }
    return "<details class=\"data\">\n<summary>Data</summary>\n"
      + tables.map { scroll("Data", $0) }.joined() + "</details>\n"
  }

  private func scroll(_ name: String, _ table: String) -> String {
    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(name)\">\n\(table)</div>\n"
  }
}
