/// What every kind of mark can do; charts and renderers know nothing more of it.
protocol ChartMark {
  var name: String { get }
  /// How it comes by its colour.
  var role: MarkRole { get }
  /// What it takes at the right of the frame or in a legend.
  var key: MarkKey { get }
  /// Every value it draws, with its place. An axis that a mark leaves open has NaN.
  var pairs: [(x: Double, y: Double)] { get }
  /// The names of its places, if they are names.
  var categories: [String] { get }
  /// Draws into the inside of the scene.
  func draw(on plot: Plot, style: SeriesStyle, into scene: inout Scene)
  /// The place beside which its name belongs.
  func anchor(on plot: Plot) -> Point?
  /// What it shows, as a sentence without a full stop.
  func summary(of chart: Chart) -> String?
  /// Its values as columns; rows are found by their keys.
  var columns: MarkColumns { get }
}

extension ChartMark {
  var categories: [String] { [] }
}

/// How a mark comes by its colour.
enum MarkRole: Equatable {
  /// A colour of its own.
  case series
  /// The colour of a series.
  case borrowed
  /// No colour: something to compare with.
  case neutral
}

/// What tells a mark's name.
enum MarkKey: Equatable {
  /// A label at its right end.
  case line
  /// A label at its right end, with its symbol.
  case symbol
  /// A legend.
  case swatch
  /// A label that it draws itself, or none.
  case none
}

/// How a series looks: colour, and what doubles it.
struct SeriesStyle: Equatable {
  /// The place among the series.
  var index: Int
  /// The place among marks that stand side by side, and how many those are.
  var slot = 0
  var slots = 1
  /// How many points all marks have, on which the detail depends.
  var pointCount = 0
  var isNeutral = false

  var color: Scene.Color { isNeutral ? .axis : .series(index % Palette.seriesCount) }
  var ink: Scene.Color { isNeutral ? .softInk : .seriesInk(index % Palette.seriesCount) }
  var dash: Int { isNeutral ? 2 : (index + index / Palette.seriesCount) % 5 }
  var shape: Scene.Shape { Scene.Shape(rawValue: index % Scene.Shape.allCases.count) ?? .circle }
  /// Whether each point can have a tooltip within the size of a page.
  var hasTooltips: Bool { pointCount <= 60 }
}

/// A mark's values as columns of text.
struct MarkColumns {
  /// The horizontal place of each row; empty if the values hold everywhere.
  var keys: [String]
  var columns: [(name: String, values: [String])]
}

extension Mark {
  /// The mark itself.
  var content: any ChartMark {
    switch self {
    case .line(let mark): mark
    case .points(let mark): mark
    case .bars(let mark): mark
    case .rule(let mark): mark
    case .band(let mark): mark
    case .links(let mark): mark
    }
  }
}
