extension LSTM {
  /// What an LSTM did, step by step: `[time][hiddenSize]` each.
  public struct Trace: RecurrentTrace {
    /// i
    public var input: [[Float]] = []
    /// f
    public var forget: [[Float]] = []
    /// g
    public var candidate: [[Float]] = []
    /// o
    public var output: [[Float]] = []
    /// c
    public var cell: [[Float]] = []
    /// h
    public var hidden: [[Float]] = []

    /// The cell.
    public typealias Cell = LSTMCell
    /// No step yet.
    public init() {}

    /// One more step.
    public mutating func append(_ state: LSTMCell.State, _ gates: LSTMCell.Gates) {
      input.append(gates.input.value.elements)
      forget.append(gates.forget.value.elements)
      candidate.append(gates.candidate.value.elements)
      output.append(gates.output.value.elements)
      cell.append(state.cell.value.elements)
      hidden.append(state.hidden.value.elements)
    }

    /// Gates i, f, g, o, and the state c, h, by name.
    public var signals: [(name: String, values: [[Float]])] {
      [
        ("input", input),
        ("forget", forget),
        ("candidate", candidate),
        ("output", output),
        ("cell", cell),
        ("hidden", hidden),
      ]
    }
  }
}
