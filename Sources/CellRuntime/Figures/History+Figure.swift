public import Charts
public import SequenceModels

extension History: FigureConvertible {
  /// Loss by step: each step's loss pale, its moving mean on top, the validation losses beside it.
  public var figure: Figure { chart().figure }

  /// The same with a title of its own, to which more can be added.
  ///
  ///     show(history.chart("The LSTM comes close to the floor").rule(y: entropy, name: "entropy"))
  public func chart(_ title: String? = nil, y: String = "loss (nats per token)") -> Chart {
    guard !losses.isEmpty else { return Chart(title ?? "No step was trained", x: "step", y: y) }
    let chart = Chart(title ?? finding, x: "step", y: y)
      .line(1...losses.count, losses, name: "training")
      .smoothed(window: max(1, losses.count / 25))
    guard !validation.isEmpty else { return chart }
    return chart.line(validation.map(\.step), validation.map(\.loss), name: "validation")
      .best(.lowest)
  }

  /// Gradient norm by step, before clipping, on a logarithmic axis.
  public func gradientNormChart(_ title: String = "Gradient norm before clipping") -> Chart {
    Chart(title, x: "step", y: "gradient norm")
      .line(1...max(gradientNorms.count, 1), gradientNorms, name: "gradient norm").yScale(.log)
      .smoothed(window: max(1, gradientNorms.count / 25))
  }

  private var finding: String {
    if let best = validation.min(by: { $0.loss < $1.loss }) {
      return "Validation loss \(fixed(best.loss, 3)) after \(best.step) steps"
    }
    let last = losses.suffix(max(1, losses.count / 25))
    return "Training loss \(fixed(last.reduce(0, +) / Float(last.count), 3)) "
      + "after \(losses.count) steps"
  }
}
