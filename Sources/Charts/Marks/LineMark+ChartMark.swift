internal import Basics

extension LineMark: ChartMark {
  var role: MarkRole { .series }
  var key: MarkKey { .line }
  var pairs: [(x: Double, y: Double)] { Array(zip(x.values, y.values)).map { ($0, $1) } }

  /// The values as they are drawn on top: each the mean of its neighbourhood.
  var smoothed: [Double] { MovingAverage.centered(y.values, window: window) }

  func draw(on plot: Plot, style: SeriesStyle, into scene: inout Scene) {
    let isDense = style.pointCount > 60
    let width = isDense && window == 1 ? 1.5 : 2
    var stroke = Scene.Stroke(color: style.color, width: width, dash: style.dash)
    if window > 1 {
      var pale = stroke
      (pale.width, pale.opacity, pale.dash) = (1, 0.3, 0)
      addLine(y.values, on: plot, pale, into: &scene)
    }
    let drawn = smoothed
    stroke.dash = x.count < 2 ? 0 : style.dash
    addLine(drawn, on: plot, stroke, into: &scene)
    let places = zip(x.values, drawn).compactMap { plot.place($0, $1) }
    if places.count <= 30 && style.pointCount <= 200 {
      scene.inside.append(.symbols(places, style.shape, style.color, radius: 3))
    }
    if style.hasTooltips {
      for (x, y) in pairs {
        if let place = plot.place(x, y) {
          scene.inside.append(.hover(place, plot.tooltip(name, x, y)))
        }
      }
    }
    addBest(on: plot, style, into: &scene)
  }

  func anchor(on plot: Plot) -> Point? {
    zip(x.values, smoothed).reversed().lazy.compactMap { plot.place($0, $1) }.first {
      plot.holds($0)
    }
  }

  func summary(of chart: Chart) -> String? {
    SeriesSummary.sentence(
      name: name.isEmpty ? chart.y.label : name, x: x.values, y: y.values, xName: chart.x.label)
  }

  var columns: MarkColumns {
    var columns = [(name: name, values: y.values.map(NumberText.exact))]
    if window > 1 {
      columns.append(
        (name: "\(name) (mean of \(window))", values: smoothed.map { NumberText.short($0) }))
    }
    return MarkColumns(keys: x.values.map(NumberText.exact), columns: columns)
  }

  /// Runs of neighbours that all have a place, each simplified; a lonely point becomes a dot.
  private func addLine(
    _ values: [Double], on plot: Plot, _ stroke: Scene.Stroke, into scene: inout Scene
  ) {
    var runs: [[Point]] = []
    var run: [Point] = []
    for (x, y) in zip(x.values, values) {
      if let place = plot.place(x, y) {
        run.append(place)
      } else if !run.isEmpty {
        runs.append(run)
        run = []
      }
    }
    if !run.isEmpty { runs.append(run) }
    let lonely = runs.filter { $0.count == 1 }.flatMap { $0 }
    if !lonely.isEmpty && x.count > 30 {
      scene.inside.append(.symbols(lonely, .circle, stroke.color, radius: stroke.width))
    }
    let lines = runs.filter { $0.count > 1 }
    guard !lines.isEmpty else { return }
    scene.inside.append(
      .line(
        lines.map { Simplification.line($0, resolution: plot.resolution) }, stroke))
  }

  private func addBest(on plot: Plot, _ style: SeriesStyle, into scene: inout Scene) {
    let drawn = smoothed
    guard let best, let index = SeriesSummary.index(of: best, in: drawn),
      let place = plot.place(x.values[index], drawn[index]), plot.holds(place)
    else { return }
    scene.inside.append(.symbols([place], .circle, style.color, radius: 4.5))
    let word = best.rawValue + (window > 1 ? " mean" : "")
    let text = "\(word) \(NumberText.short(drawn[index])) at \(NumberText.short(x.values[index]))"
    let unit = plot.unit
    let isRight = place.x > plot.frame.x + plot.frame.width * 0.6
    let isAbove =
      best == .highest
      ? place.y > plot.frame.y + 24 * unit : place.y > plot.frame.bottom - 24 * unit
    let at = Point(
      x: place.x + (isRight ? -4 : 4) * unit, y: place.y + (isAbove ? -11 : 20) * unit)
    scene.inside.append(
      .label(
        Scene.Label(
          text: text, at: at, anchor: isRight ? .end : .start, size: 12 * unit, color: style.ink)))
  }
}
