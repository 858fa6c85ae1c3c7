/// The state of one cell whose only memory is h: ``RNNCell``, ``GRUCell``.
public struct StepState: CellState {
  /// h, `[batch, hiddenSize]`.
  public var hidden: Variable
  /// A state.
  public init(hidden: Variable) { self.hidden = hidden }
}

/// The state of layers whose only memory is h: ``RNN``, ``GRU``. Gradients flow through it; `detached`
/// cuts them.
public struct HiddenState: RecurrentState {
  /// h of each layer, `[batch, hiddenSize]`; of a bidirectional layer forward, then backward.
  public var hidden: [Variable]
  /// A state.
  public init(hidden: [Variable]) { self.hidden = hidden }

  /// The same numbers without their past.
  public var detached: HiddenState { HiddenState(hidden: hidden.map(\.detached)) }

  /// The state of some rows of the batch.
  public func selecting(rows: [Int]) -> HiddenState {
    HiddenState(hidden: hidden.map { $0.selecting(rows: rows) })
  }
}
