public import Charts

/// How far a gradient reaches: ‖∂L/∂h_t‖ against the distance from the loss back to step t.
///
///     show(GradientFlow(["RNN": rnnNorms, "LSTM": lstmNorms]))
public struct GradientFlow: FigureConvertible, Sendable {
  /// What the chart shows.
  public var title: String
  /// By name: the norms, from the step of the loss backwards.
  public var series: [(name: String, norms: [Float])]

  /// Norms by name, each list from the step of the loss backwards.
  public init(
    _ series: KeyValuePairs<String, [Float]>, title: String = "How far the gradient reaches"
  ) {
    self.title = title
    self.series = series.map { (name: $0.key, norms: $0.value) }
  }

  /// Norms by name from the first step to the last, as `hiddenStateGradientNorms` gives them.
  public init(
    fromFirstStep series: [(name: String, norms: [Double])],
    title: String = "How far the gradient reaches"
  ) {
    self.title = title
    self.series = series.map { (name: $0.name, norms: $0.norms.reversed().map { Float($0) }) }
  }

  /// The norms on a logarithmic axis, where a steady decay is a straight line.
  public var figure: Figure {
    series.reduce(
      Chart(title, x: "steps back from the loss", y: "‖∂L/∂h‖").yScale(.log)
    ) { chart, series in
      chart.line(0..<series.norms.count, series.norms, name: series.name)
    }.figure
  }

  /// How much the norm changes per step: e to the slope of a straight line through log ‖∂L/∂h‖, over
  /// the steps where the norm is a positive number. 0 where fewer than two are.
  public static func rate(_ norms: [Float]) -> Double {
    let points = norms.enumerated().filter { $0.element > 0 && $0.element.isFinite }
      .map { (Double($0.offset), logarithm(Double($0.element))) }
    guard points.count > 1 else { return 0 }
    let count = Double(points.count)
    let x = points.reduce(0) { $0 + $1.0 } / count
    let y = points.reduce(0) { $0 + $1.1 } / count
    let slope =
      points.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
      / points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
    return exponential(slope)
  }
}
