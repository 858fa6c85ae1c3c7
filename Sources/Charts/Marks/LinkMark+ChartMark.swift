internal import Basics

extension LinkMark: ChartMark {
  var role: MarkRole { isPale ? .neutral : .series }
  var key: MarkKey { name.isEmpty ? .none : .swatch }
  var pairs: [(x: Double, y: Double)] {
    zip(x.values, y.values).map { ($0, $1) } + zip(endX.values, endY.values).map { ($0, $1) }
  }

  func draw(on plot: Plot, style: SeriesStyle, into scene: inout Scene) {
    let lines = x.values.indices.compactMap { index -> [Point]? in
      guard let start = plot.place(x.values[index], y.values[index]),
        let end = plot.place(endX.values[index], endY.values[index])
      else { return nil }
      return [start, end]
    }
    guard !lines.isEmpty else { return }
    let stroke =
      isPale
      ? Scene.Stroke(color: .axis, width: 1, opacity: 0.6)
      : Scene.Stroke(color: style.color, width: 2)
    scene.inside.append(.line(lines, stroke))
  }

  func anchor(on plot: Plot) -> Point? { nil }

  func summary(of chart: Chart) -> String? {
    "\(name.isEmpty ? "the chart" : name) has \(x.count) \(x.count == 1 ? "link" : "links")"
  }

  var columns: MarkColumns {
    let links = y.values.indices.map { index in
      "\(NumberText.exact(y.values[index])) to (\(NumberText.exact(endX.values[index])), "
        + "\(NumberText.exact(endY.values[index])))"
    }
    return MarkColumns(
      keys: x.values.map(NumberText.exact), columns: [(name: name, values: links)])
  }
}
