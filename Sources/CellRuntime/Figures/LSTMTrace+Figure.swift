public import Charts
public import SequenceModels

extension LSTM.Trace: FigureConvertible {
  /// Gates, cell and state of every unit at every step.
  public var figure: Figure { figure(labels: []) }

  /// The same with a word above each step.
  public func figure(labels: [String]) -> Figure {
    func gate(_ title: String, _ values: [[Float]]) -> Heatmap {
      Heatmap(
        title, values: TraceRows.byUnit(values), columns: labels, rowLabel: "unit",
        columnLabel: "step", scale: .sequential, limits: 0...1, legend: "gate")
    }
    func signed(_ title: String, _ values: [[Float]]) -> Heatmap {
      Heatmap(
        title, values: TraceRows.byUnit(values), columns: labels, rowLabel: "unit",
        columnLabel: "step", scale: .diverging, legend: "value")
    }
    return .group(
      [
        gate("Input gate i", input), gate("Forget gate f", forget), gate("Output gate o", output),
        signed("Candidate g", candidate), signed("Cell c", cell), signed("State h", hidden),
      ], columns: 2)
  }
}

/// Values by step as values by unit.
enum TraceRows {
  static func byUnit(_ steps: [[Float]]) -> [[Float]] {
    (steps.first ?? []).indices.map { unit in steps.map { $0[unit] } }
  }
}
