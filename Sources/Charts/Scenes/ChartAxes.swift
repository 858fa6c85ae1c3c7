/// Grid, axis and ticks of a chart.
struct ChartAxes {
  private let prepared: PreparedChart

  init(_ prepared: PreparedChart) { self.prepared = prepared }

  /// How much the ticks and the label take below the frame.
  func room(width: Double) -> Double {
    (prepared.chart.x.label.isEmpty ? 22 : 40) + Double(categoryLines(width) - 1) * 14
  }

  func add(_ plot: Plot, yTicks: [Tick], width: Double, to scene: inout Scene) {
    let frame = plot.frame
    for tick in yTicks {
      guard let share = plot.y.share(tick.value) else { continue }
      let y = frame.bottom - share * frame.height
      let isZero = tick.value == 0
      scene.add(
        .line(
          [[Point(x: frame.x, y: y), Point(x: frame.right, y: y)]],
          Scene.Stroke(color: isZero ? .axis : .grid, width: 1)))
      scene.add(tick.label, frame.x - 7, y + 4) {
        $0.anchor = .end
        $0.color = .softInk
      }
    }
    if prepared.categories.isEmpty {
      addValues(plot, &scene)
    } else {
      addCategories(plot, width, &scene)
    }
    let label = TextMetrics.fitted(prepared.chart.x.label, width: width, size: 12)
    let half = TextMetrics.width(label, size: 12) / 2
    let middle = min(max(frame.x + frame.width / 2, half), width - half)
    scene.add(label, middle, frame.bottom + room(width: width) - 5) {
      $0.anchor = .middle
      $0.color = .softInk
      $0.full = label == prepared.chart.x.label ? nil : prepared.chart.x.label
    }
  }

  private func addValues(_ plot: Plot, _ scene: inout Scene) {
    let frame = plot.frame
    scene.add(
      .line(
        [[Point(x: frame.x, y: frame.bottom), Point(x: frame.right, y: frame.bottom)]],
        Scene.Stroke(color: .axis, width: 1)))
    let ticks = fittingTicks(plot)
    for tick in ticks {
      guard let share = plot.x.share(tick.value) else { continue }
      let x = frame.x + share * frame.width
      scene.add(
        .line(
          [[Point(x: x, y: frame.bottom), Point(x: x, y: frame.bottom + 4)]],
          Scene.Stroke(color: .axis, width: 1)))
      let half = TextMetrics.width(tick.label, size: 12) / 2
      scene.add(tick.label, min(max(x, half), scene.width - half), frame.bottom + 17) {
        $0.anchor = .middle
        $0.color = .softInk
      }
    }
  }

  /// As many ticks as have room for their labels.
  private func fittingTicks(_ plot: Plot) -> [Tick] {
    for count in stride(from: max(Int(plot.frame.width / 65), 2), through: 1, by: -1) {
      let ticks = plot.x.ticks(count: count)
      let widths = ticks.map { TextMetrics.width($0.label, size: 12) + 10 }
      let places = ticks.map { (plot.x.share($0.value) ?? 0) * plot.frame.width }
      let fits = ticks.indices.dropFirst().allSatisfy {
        places[$0] - places[$0 - 1] >= (widths[$0] + widths[$0 - 1]) / 2
      }
      if fits { return ticks }
    }
    return Array(plot.x.ticks(count: 1).prefix(1))
  }

  private func addCategories(_ plot: Plot, _ width: Double, _ scene: inout Scene) {
    let names = prepared.categories
    let step = plot.frame.width / Double(names.count)
    // Where not even a few letters fit, only every second, third … name is written.
    let every = max(Int((34 / step).rounded(.up)), 1)
    let limit = step * Double(every) - 4
    for (index, name) in names.enumerated() where index % every == 0 {
      let x = plot.frame.x + (Double(index) + 0.5) * step
      let lines = TextMetrics.wrapped(name, width: limit, size: 12, lines: categoryLines(width))
      for (number, line) in lines.enumerated() {
        scene.add(line, x, plot.frame.bottom + 16 + Double(number) * 14) {
          $0.anchor = .middle
          $0.color = .softInk
          $0.full = number == lines.count - 1 && line.hasSuffix("…") ? name : nil
        }
      }
    }
  }

  /// One line of names, or two where one is too narrow.
  private func categoryLines(_ width: Double) -> Int {
    guard !prepared.categories.isEmpty else { return 1 }
    let step = (width - 60) / Double(prepared.categories.count)
    let isNarrow = prepared.categories.contains {
      $0.contains(" ") && TextMetrics.width($0, size: 12) > step - 4
    }
    return isNarrow ? 2 : 1
  }
}
