public import Charts
public import SequenceModels

extension LSTM.Trace: FigureConvertible {}
extension GRU.Trace: FigureConvertible {}
extension RNN.Trace: FigureConvertible {}

extension RecurrentTrace {
  /// Every gate and the state of every unit at every step.
  public var figure: Figure { figure(labels: []) }

  /// The same with a word above each step.
  public func figure(labels: [String]) -> Figure {
    .group(
      signals.map { name, steps in
        let isGate = gates.contains(name)
        return Heatmap(
          name, values: (steps.first ?? []).indices.map { unit in steps.map { $0[unit] } },
          columns: labels, rowLabel: "unit", columnLabel: "step",
          scale: isGate ? .sequential : .diverging, limits: isGate ? 0...1 : nil,
          legend: isGate ? "gate" : "value")
      }, columns: 2)
  }

  /// The signals that lie between 0, closed, and 1, open.
  private var gates: Set<String> { ["input", "forget", "output", "reset", "update"] }
}
