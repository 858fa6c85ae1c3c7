/// A chart with everything decided that does not depend on its size: colours, ends of the axes,
/// and what had to be left out.
struct PreparedChart {
  var chart: Chart
  var marks: [(mark: any ChartMark, style: SeriesStyle)]
  var categories: [String]
  var x: AxisScale
  var y: AxisScale

  init(_ chart: Chart) {
    self.chart = chart
    let contents = chart.marks.map(\.content)
    var categories: [String] = []
    var known: Set<String> = []
    for category in contents.flatMap(\.categories) where known.insert(category).inserted {
      categories.append(category)
    }
    self.categories = categories
    let styles = Self.styles(of: contents)
    marks = Array(zip(contents, styles)).map { ($0, $1) }
    let pairs = contents.flatMap(\.pairs)
    let xs = pairs.map(\.x)
    let isBarChart = !categories.isEmpty
    if isBarChart {
      let ends = -0.5...(Double(categories.count) - 0.5)
      x = AxisScale(Axis(range: ends), values: [], padding: 0, fromZero: false, isIntegral: true)
    } else {
      let hasPoints = contents.contains { $0.key == .symbol }
      let isIntegral = xs.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
      x = AxisScale(
        chart.x, values: xs, padding: hasPoints ? 0.03 : 0, fromZero: false, isIntegral: isIntegral)
    }
    y = AxisScale(
      chart.y, values: pairs.map(\.y), padding: isBarChart ? 0.1 : 0.06, fromZero: isBarChart)
  }

  /// Whether a legend names the series, and not a label beside each.
  var hasLegend: Bool {
    let named = marks.filter { $0.mark.role == .series && !$0.mark.name.isEmpty }
    let count = Set(named.map(\.style.index)).count
    return count > 6 || (count > 1 && named.contains { $0.mark.key == .swatch })
  }

  /// The subtitle, with the window of smoothing if there is one.
  var subtitle: String {
    var parts = chart.subtitle.map { [$0] } ?? []
    var windows: [Int] = []
    for case .line(let line) in chart.marks where line.window > 1 && !windows.contains(line.window)
    { windows.append(line.window) }
    if !windows.isEmpty {
      let text = windows.map(String.init).joined(separator: " and ")
      parts.append("smoothed: mean of \(text) points; raw values pale")
    }
    return parts.joined(separator: " · ")
  }

  /// What was left out, in words; empty if nothing was.
  var omissions: String {
    var (notFinite, notPositive, outside) = (0, 0, 0)
    for (mark, _) in marks {
      for (xValue, yValue) in mark.pairs {
        // A mark leaves open an axis that it does not use.
        let values = mark.usesBothAxes ? [xValue, yValue] : [mark.openAxisValue(xValue, yValue)]
        if values.contains(where: { !$0.isFinite }) {
          notFinite += 1
        } else if (x.kind == .log && mark.usesBothAxes && xValue <= 0)
          || (y.kind == .log && !yValue.isNaN && yValue <= 0)
        {
          notPositive += 1
        } else if isOutside(chart.x.range, xValue) || isOutside(chart.y.range, yValue) {
          outside += 1
        }
      }
    }
    var parts: [String] = []
    if notFinite > 0 { parts.append("\(values(notFinite)) not finite (NaN or ∞)") }
    if notPositive > 0 { parts.append("\(values(notPositive)) ≤ 0 without a place on a log axis") }
    if outside > 0 { parts.append("\(values(outside)) beyond the axes") }
    return parts.isEmpty ? "" : "Left out: " + parts.joined(separator: ", ") + "."
  }

  /// The frame with the axes.
  func plot(in frame: Rect, resolution: Double, unit: Double = 1) -> Plot {
    Plot(
      frame: frame, x: x, y: y, categories: categories, resolution: resolution, unit: unit,
      xName: chart.x.label, yName: chart.y.label)
  }

  private func values(_ count: Int) -> String { "\(count) \(count == 1 ? "value" : "values")" }

  private func isOutside(_ range: ClosedRange<Double>?, _ value: Double) -> Bool {
    guard let range, value.isFinite else { return false }
    return !range.contains(value)
  }

  /// Series of one name share a colour; bands take that of the series they belong to.
  private static func styles(of marks: [any ChartMark]) -> [SeriesStyle] {
    var indices: [String: Int] = [:]
    var next = 0
    var found: [Int?] = marks.map { mark in
      guard mark.role == .series else { return nil }
      if !mark.name.isEmpty, let index = indices[mark.name] { return index }
      defer { next += 1 }
      if !mark.name.isEmpty { indices[mark.name] = next }
      return next
    }
    for (place, mark) in marks.enumerated() where mark.role == .borrowed {
      let before = found[..<place].last { $0 != nil } ?? nil
      let after = found[place...].first { $0 != nil } ?? nil
      found[place] = indices[mark.name] ?? before ?? after ?? 0
    }
    let pointCount = marks.reduce(0) { $0 + $1.pairs.count }
    let slots = marks.filter { $0.key == .swatch }.count
    var slot = 0
    return zip(marks, found).map { mark, index in
      var style = SeriesStyle(index: index ?? 0, slots: max(slots, 1), pointCount: pointCount)
      style.isNeutral = mark.role == .neutral
      if mark.key == .swatch {
        style.slot = slot
        slot += 1
      }
      return style
    }
  }
}

extension ChartMark {
  /// Whether each value has a place on the horizontal axis, too.
  fileprivate var usesBothAxes: Bool { key != .swatch && role != .neutral }

  /// The value on the one axis that the mark uses.
  fileprivate func openAxisValue(_ x: Double, _ y: Double) -> Double {
    key == .none ? x : y
  }
}
