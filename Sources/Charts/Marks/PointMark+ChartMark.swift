internal import Basics

extension PointMark: ChartMark {
  var role: MarkRole { .series }
  var key: MarkKey { .symbol }
  var pairs: [(x: Double, y: Double)] { Array(zip(x.values, y.values)).map { ($0, $1) } }

  func draw(on plot: Plot, style: SeriesStyle, into scene: inout Scene) {
    var places = zip(x.values, y.values).compactMap { plot.place($0, $1) }
    if places.count > 1000 { places = Simplification.cloud(places, resolution: 3) }
    let radius = places.count > 300 ? 2.0 : 3.5
    scene.inside.append(.symbols(places, style.shape, style.color, radius: radius))
    if style.hasTooltips {
      for (index, (x, y)) in pairs.enumerated() {
        guard let place = plot.place(x, y) else { continue }
        let label = labels.isEmpty ? name : labels[index]
        scene.inside.append(.hover(place, plot.tooltip(label, x, y)))
      }
    }
    addLabels(on: plot, style, into: &scene)
  }

  func anchor(on plot: Plot) -> Point? {
    let places = zip(x.values, y.values).compactMap { plot.place($0, $1) }.filter(plot.holds)
    return places.max { ($0.x, $0.y) < ($1.x, $1.y) }
  }

  func summary(of chart: Chart) -> String? {
    let finite = pairs.filter { $0.x.isFinite && $0.y.isFinite }
    let name = name.isEmpty ? "the chart" : name
    guard let left = finite.map(\.x).min(), let right = finite.map(\.x).max(),
      let low = finite.map(\.y).min(), let high = finite.map(\.y).max()
    else { return "\(name) has no points" }
    return "\(name) has \(finite.count) \(finite.count == 1 ? "point" : "points"), "
      + "\(chart.x.label.isEmpty ? "x" : chart.x.label) from \(NumberText.short(left)) to "
      + "\(NumberText.short(right)), \(chart.y.label.isEmpty ? "y" : chart.y.label) from "
      + "\(NumberText.short(low)) to \(NumberText.short(high))"
  }

  var columns: MarkColumns {
    var columns = [(name: name, values: y.values.map(NumberText.exact))]
    if !labels.isEmpty { columns.append((name: "label", values: labels)) }
    return MarkColumns(keys: x.values.map(NumberText.exact), columns: columns)
  }

  /// A word right of its point, or left of it, above or below; left out where none of them is free.
  private func addLabels(on plot: Plot, _ style: SeriesStyle, into scene: inout Scene) {
    guard !labels.isEmpty else { return }
    let unit = plot.unit
    let places = zip(x.values, y.values).map { plot.place($0, $1) }
    var taken = places.compactMap { place in
      place.map { Rect(x: $0.x - 3 * unit, y: $0.y - 3 * unit, width: 6 * unit, height: 6 * unit) }
    }
    for case .label(let label) in scene.inside { taken.append(label.bounds) }
    for (place, text) in zip(places, labels) where !text.isEmpty {
      guard let place, plot.holds(place) else { continue }
      let candidates: [(Double, Double, Scene.Anchor)] = [
        (6, 4, .start), (-6, 4, .end), (0, -7, .middle), (0, 16, .middle),
      ]
      for (dx, dy, anchor) in candidates {
        let label = Scene.Label(
          text: text, at: Point(x: place.x + dx * unit, y: place.y + dy * unit), anchor: anchor,
          size: 11 * unit, color: style.ink)
        let bounds = label.bounds
        let isInside = bounds.x >= plot.frame.x && bounds.right <= plot.frame.right
        if isInside && !taken.contains(where: bounds.touches) {
          taken.append(bounds)
          scene.inside.append(.label(label))
          break
        }
      }
    }
  }
}
