/// Draws charts and heat maps as inline SVG: nothing fetched, no script, colours as the variables
/// that ``Palette`` defines.
public struct SVGRenderer: Sendable {
  /// How large charts are. Heat maps take their width as a limit and their height from their cells.
  public var size: Size

  /// A renderer of drawings of a size.
  public init(size: Size = .text) { self.size = size }

  /// One `<svg>` element; `nil` for figures that are not drawn: text, tables, groups.
  ///
  /// `idPrefix` starts every id in it, so that two figures on a page never clash. `description`
  /// replaces the one made from the data.
  public func svg(_ figure: Figure, idPrefix: String, description: String? = nil) -> String? {
    let scene: Scene
    let title: String
    switch figure {
    case .chart(let chart):
      scene = ChartLayout.scene(of: chart, size: size)
      title = chart.title
    case .heatmap(let heatmap):
      scene = HeatmapLayout.scene(of: heatmap, width: size.width)
      title = heatmap.title
    case .text, .markdown, .table, .coloredText, .group:
      return nil
    }
    return SVGWriter.svg(
      scene, title: title.isEmpty ? "Figure" : title,
      description: description ?? FigureDescription.text(for: figure), idPrefix: idPrefix)
  }
}
