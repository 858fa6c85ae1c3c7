internal import Basics

extension BarMark: ChartMark {
  var role: MarkRole { .series }
  var key: MarkKey { .swatch }
  var pairs: [(x: Double, y: Double)] { values.values.map { (.nan, $0) } }

  func draw(on plot: Plot, style: SeriesStyle, into scene: inout Scene) {
    let places = Dictionary(
      zip(plot.categories, plot.categories.indices), uniquingKeysWith: { first, _ in first })
    let step = plot.frame.width / Double(max(plot.categories.count, 1))
    let group = min(step * 0.76, Double(style.slots) * 64)
    let width = group / Double(style.slots)
    let gap = style.slots > 1 && width > 6 ? 1.0 : 0
    for (category, value) in zip(categories, values.values) {
      guard let index = places[category], let top = plot.place(Double(index), value) else {
        continue
      }
      let height = top.y - plot.baseline
      let left = top.x - group / 2 + Double(style.slot) * width
      let bar = Rect(
        x: left + gap / 2, y: min(top.y, plot.baseline), width: width - gap,
        height: height.magnitude)
      let tooltip = plot.categories.count * style.slots <= 120
      scene.inside.append(
        .rect(
          bar, style.color,
          tooltip: tooltip ? plot.tooltip(name, Double(index), value) : nil))
      let text = NumberText.short(value, significant: 3)
      if plot.categories.count * style.slots <= 24
        && TextMetrics.width(text, size: 11) < width + (style.slots > 1 ? 0 : step * 0.2),
        plot.holds(top)
      {
        let y = height > 0 ? bar.bottom + 12 : bar.y - 4
        scene.inside.append(
          .label(
            Scene.Label(
              text: text, at: Point(x: left + width / 2, y: y), anchor: .middle, size: 11,
              color: .softInk)))
      }
    }
  }

  func anchor(on plot: Plot) -> Point? { nil }

  func summary(of chart: Chart) -> String? {
    let parts = zip(categories, values.values).map { "\($0) \(NumberText.short($1))" }
    let name = name.isEmpty ? (chart.y.label.isEmpty ? "bars" : chart.y.label) : name
    if parts.count <= 8 { return "\(name): " + parts.joined(separator: ", ") }
    guard let low = SeriesSummary.index(of: .lowest, in: values.values),
      let high = SeriesSummary.index(of: .highest, in: values.values)
    else { return "\(name) has no values" }
    return "\(name): \(parts.count) bars, lowest \(parts[low]), highest \(parts[high])"
  }

  var columns: MarkColumns {
    MarkColumns(
      keys: categories, columns: [(name: name, values: values.values.map(NumberText.exact))])
  }
}
