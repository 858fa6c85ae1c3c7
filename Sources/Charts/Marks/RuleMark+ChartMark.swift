internal import Basics

extension RuleMark: ChartMark {
  var role: MarkRole { .neutral }
  var key: MarkKey { direction == .horizontal ? .line : .none }
  var pairs: [(x: Double, y: Double)] {
    direction == .horizontal ? [(.nan, value.value)] : [(value.value, .nan)]
  }

  func draw(on plot: Plot, style: SeriesStyle, into scene: inout Scene) {
    let stroke = Scene.Stroke(color: .axis, width: 1.25, dash: 2)
    switch direction {
    case .horizontal:
      guard let share = plot.y.share(value.value) else { return }
      let y = plot.frame.bottom - share * plot.frame.height
      scene.inside.append(
        .line([[Point(x: plot.frame.x, y: y), Point(x: plot.frame.right, y: y)]], stroke))
    case .vertical:
      guard let share = plot.x.share(value.value) else { return }
      let x = plot.frame.x + share * plot.frame.width
      scene.inside.append(
        .line([[Point(x: x, y: plot.frame.y), Point(x: x, y: plot.frame.bottom)]], stroke))
      let isRight = share > 0.6
      scene.inside.append(
        .label(
          Scene.Label(
            text: name,
            at: Point(x: x + (isRight ? -4 : 4) * plot.unit, y: plot.frame.y + 11 * plot.unit),
            anchor: isRight ? .end : .start, size: 11 * plot.unit, color: .softInk)))
    }
  }

  func anchor(on plot: Plot) -> Point? {
    guard direction == .horizontal, let share = plot.y.share(value.value) else { return nil }
    let point = Point(x: plot.frame.right, y: plot.frame.bottom - share * plot.frame.height)
    return plot.holds(point) ? point : nil
  }

  func summary(of chart: Chart) -> String? {
    let axis = direction == .horizontal ? "y" : "x"
    return "\(name.isEmpty ? "a line" : name) at \(axis) = \(NumberText.short(value.value))"
  }

  var columns: MarkColumns {
    MarkColumns(keys: [], columns: [(name: name, values: [NumberText.exact(value.value)])])
  }
}
