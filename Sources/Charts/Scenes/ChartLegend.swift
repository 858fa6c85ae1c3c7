/// The names of the series in rows above the chart, each after a sample.
enum ChartLegend {
  /// Adds the rows; the height at which the rest may start.
  static func add(
    _ marks: [(mark: any ChartMark, style: SeriesStyle)], width: Double, top: Double,
    to scene: inout Scene
  ) -> Double {
    var (left, top) = (0.0, top)
    var known: Set<Int> = []
    for (mark, style) in marks
    where mark.role == .series && !mark.name.isEmpty && known.insert(style.index).inserted {
      let name = TextMetrics.fitted(mark.name, width: min(width * 0.45, width - 30), size: 12)
      let room = 26 + TextMetrics.width(name, size: 12) + 14
      if left > 0 && left + room - 14 > width { (left, top) = (0, top + 17) }
      sample(mark.key, style, Point(x: left, y: top + 9), &scene)
      scene.add(name, left + (mark.key == .line ? 26 : 17), top + 13) {
        $0.color = style.ink
        $0.full = name == mark.name ? nil : mark.name
      }
      left += room
    }
    return top + 22
  }

  private static func sample(
    _ key: MarkKey, _ style: SeriesStyle, _ place: Point, _ scene: inout Scene
  ) {
    switch key {
    case .line:
      let end = Point(x: place.x + 22, y: place.y)
      scene.add(.line([[place, end]], Scene.Stroke(color: style.color, dash: style.dash)))
    case .symbol:
      let middle = Point(x: place.x + 7, y: place.y)
      scene.add(.symbols([middle], style.shape, style.color, radius: 3.5))
    case .swatch, .none:
      scene.add(
        .rect(
          Rect(x: place.x, y: place.y - 6, width: 12, height: 12), style.color, tooltip: nil))
    }
  }
}
