extension GRU {
  /// What a GRU did, step by step: `[time][hiddenSize]` each.
  public struct Trace: RecurrentTrace {
    /// r
    public var reset: [[Float]] = []
    /// z
    public var update: [[Float]] = []
    /// n
    public var candidate: [[Float]] = []
    /// h
    public var hidden: [[Float]] = []

    /// The cell.
    public typealias Cell = GRUCell
    /// No step yet.
    public init() {}

    /// One more step.
    public mutating func append(_ state: StepState, _ gates: GRUCell.Gates) {
      reset.append(gates.reset.value.elements)
      update.append(gates.update.value.elements)
      candidate.append(gates.candidate.value.elements)
      hidden.append(state.hidden.value.elements)
    }

    /// Gates r, z, n, and the state h, by name.
    public var signals: [(name: String, values: [[Float]])] {
      [
        ("reset", reset),
        ("update", update),
        ("candidate", candidate),
        ("hidden", hidden),
      ]
    }
  }
}
