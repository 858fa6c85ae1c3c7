extension RNN {
  /// What an Elman network did, step by step: `[time][hiddenSize]` each.
  public struct Trace: RecurrentTrace {
    /// W x + U h + b
    public var sum: [[Float]] = []
    /// h
    public var hidden: [[Float]] = []

    /// The cell.
    public typealias Cell = RNNCell
    /// No step yet.
    public init() {}

    /// One more step.
    public mutating func append(_ state: StepState, _ gates: RNNCell.Gates) {
      sum.append(gates.sum.value.elements)
      hidden.append(state.hidden.value.elements)
    }

    /// What the activation got, and the state h, by name.
    public var signals: [(name: String, values: [[Float]])] {
      [("sum", sum), ("hidden", hidden)]
    }
  }
}
