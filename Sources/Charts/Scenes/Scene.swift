/// A place in a scene: right and down from the upper left corner.
struct Point: Equatable {
  var x: Double
  var y: Double
}

/// An upright rectangle in a scene.
struct Rect: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
}

/// What stands between marks and renderers: primitives at places, with colours by their part.
/// Marks draw into a scene and know no renderer; renderers read a scene and know no mark.
struct Scene: Equatable {
  /// A colour by its part; the page says what it looks like.
  enum Color: Equatable {
    case ink, softInk, grid, axis, ground
    case series(Int)
    case seriesInk(Int)
    case level(ColorScale, Int)
  }

  /// How a line is drawn.
  struct Stroke: Equatable {
    var color: Color
    var width = 2.0
    /// 0 is solid; others are patterns of dashes.
    var dash = 0
    var opacity = 1.0
  }

  /// The form of a symbol, which doubles its colour.
  enum Shape: Int, Equatable, CaseIterable {
    case circle, square, diamond, triangle, cross, plus
  }

  /// Which side of a word stands at its place.
  enum Anchor: String, Equatable {
    case start, middle, end
  }

  /// Words at a place: the base line's.
  struct Label: Equatable {
    var text: String
    var at: Point
    var anchor = Anchor.start
    var size = 12.0
    var color = Color.ink
    var isBold = false
    /// Turned to read upwards.
    var isUpright = false
    /// The whole text where `text` had to be cut.
    var full: String?
  }

  /// Square cells, row by row; a cell without a level stays blank.
  struct Cells: Equatable {
    var origin: Point
    var side: Double
    var columnCount: Int
    var levels: [Int?]
    var scale: ColorScale
    /// What each cell tells when pointed at; empty where that would be too much.
    var tooltips: [String]
  }

  /// One primitive.
  enum Element: Equatable {
    case line([[Point]], Stroke)
    case area([Point], Color, opacity: Double)
    case rect(Rect, Color, tooltip: String?)
    case symbols([Point], Shape, Color, radius: Double)
    /// A place that tells its value when pointed at.
    case hover(Point, String)
    case label(Label)
    case cells(Cells)
  }

  var width: Double
  var height: Double
  var elements: [Element] = []
  /// Elements that belong between the axes, cut off at the frame.
  var inside: [Element] = []
  /// The frame, if ``inside`` reaches beyond it.
  var clip: Rect?

  mutating func add(_ element: Element) { elements.append(element) }

  mutating func add(
    _ text: String, _ x: Double, _ y: Double, _ change: (inout Label) -> Void = { _ in }
  ) {
    guard !text.isEmpty else { return }
    var label = Label(text: text, at: Point(x: x, y: y))
    change(&label)
    elements.append(.label(label))
  }
}
