internal import Basics

/// The frame between the axes, in which marks find the places of their values.
struct Plot {
  var frame: Rect
  var x: AxisScale
  var y: AxisScale
  /// The names along the horizontal axis of a bar chart; place `i` is the value `i`.
  var categories: [String]
  /// The smallest distance that shows.
  var resolution: Double
  /// The scene's measure of one CSS pixel, for the sizes of words and their distances.
  var unit = 1.0
  /// The labels of the axes, for tooltips.
  var xName: String
  var yName: String

  /// Where a pair of values lies; `nil` if one of them has no place.
  func place(_ xValue: Double, _ yValue: Double) -> Point? {
    guard let across = x.share(xValue), let up = y.share(yValue) else { return nil }
    return Point(x: frame.x + across * frame.width, y: frame.bottom - up * frame.height)
  }

  /// The height of the line from which bars rise: 0, or the end of the axis that is nearest to it.
  var baseline: Double {
    let share = min(max(y.share(0) ?? 0, 0), 1)
    return frame.bottom - share * frame.height
  }

  /// Whether a place lies in the frame.
  func holds(_ point: Point) -> Bool {
    point.x >= frame.x - 0.5 && point.x <= frame.right + 0.5 && point.y >= frame.y - 0.5
      && point.y <= frame.bottom + 0.5
  }

  /// What a point tells when it is pointed at.
  func tooltip(_ name: String, _ xValue: Double, _ yValue: Double) -> String {
    let xText =
      categories.isEmpty
      ? NumberText.short(xValue) : categories[min(max(Int(xValue), 0), categories.count - 1)]
    let place = xName.isEmpty || !categories.isEmpty ? xText : "\(xName) \(xText)"
    return (name.isEmpty ? "" : name + ", ") + "\(place): \(NumberText.short(yValue))"
  }
}
