extension Figure {
  /// The panels of a group with what they share: one span for each axis of charts, one pair of
  /// limits for the colours of heat maps. Axes with a range of their own keep it, as do bar charts
  /// their categories. Axes and limits that have no value to fit stay as they are.
  public static func sharingScales(_ figures: [Figure]) -> [Figure] {
    var charts: [PreparedChart] = []
    var maps: [HeatmapCells] = []
    for figure in figures {
      if case .chart(let chart) = figure { charts.append(PreparedChart(chart)) }
      if case .heatmap(let heatmap) = figure { maps.append(HeatmapCells(heatmap)) }
    }
    let isOneKind =
      Set(charts.map { [$0.chart.x.scale, $0.chart.y.scale] }).count == 1
      && Set(charts.map { [$0.chart.x.label, $0.chart.y.label] }).count == 1
    let isOneScale = Set(maps.map(\.heatmap.scale)).count == 1
    let x = span(charts.filter { $0.categories.isEmpty && $0.hasValues }.map(\.x))
    let y = span(charts.filter(\.hasValues).map(\.y))
    let low = maps.filter { !$0.shown.isEmpty }.map(\.limits.lowerBound).min()
    let high = maps.filter { !$0.shown.isEmpty }.map(\.limits.upperBound).max()
    return figures.map { figure in
      switch figure {
      case .chart(var chart) where isOneKind:
        let isBarChart = chart.marks.contains { !$0.content.categories.isEmpty }
        if chart.x.range == nil && !isBarChart { chart.x.range = x }
        if chart.y.range == nil { chart.y.range = y }
        return .chart(chart)
      case .heatmap(var heatmap) where isOneScale:
        if let low, let high, low < high { heatmap.limits = low...high }
        return .heatmap(heatmap)
      default: return figure
      }
    }
  }

  private static func span(_ scales: [AxisScale]) -> ClosedRange<Double>? {
    guard let low = scales.map(\.low).min(), let high = scales.map(\.high).max(), low < high
    else { return nil }
    return low...high
  }
}

extension PreparedChart {
  fileprivate var hasValues: Bool {
    marks.contains { $0.mark.pairs.contains { $0.x.isFinite || $0.y.isFinite } }
  }
}
