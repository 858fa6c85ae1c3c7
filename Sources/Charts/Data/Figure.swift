/// Something to look at: data, not a drawing. Renderers turn it into SVG, HTML or text.
public enum Figure: Sendable, Equatable, Codable {
  /// Plain text, shown as it stands.
  case text(String)
  /// Text in CommonMark.
  case markdown(String)
  /// Marks between two axes.
  case chart(Chart)
  /// A matrix as coloured cells.
  case heatmap(Heatmap)
  /// Rows and columns.
  case table(Table)
  /// Characters, each coloured by a value.
  case coloredText(ColoredText)
  /// Small multiples, row by row, in so many columns.
  case group([Figure], columns: Int)
}

/// What `show` accepts: a value that has a figure.
public protocol FigureConvertible {
  /// The value as a figure.
  var figure: Figure { get }
}

extension Figure: FigureConvertible {
  /// Itself.
  public var figure: Figure { self }

  /// Small multiples: `show(.group([left, right], columns: 2))`.
  public static func group(_ figures: [any FigureConvertible], columns: Int) -> Figure {
    .group(figures.map(\.figure), columns: columns)
  }
}
