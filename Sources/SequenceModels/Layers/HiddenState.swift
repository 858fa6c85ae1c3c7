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

extension StackedRecurrence where State == HiddenState, Cell.State == StepState {
  /// The state of all cells from those of each.
  public static func state(of cells: [StepState]) -> HiddenState {
    HiddenState(hidden: cells.map(\.hidden))
  }

  /// The state of one cell.
  public static func cell(_ index: Int, of state: HiddenState) -> StepState {
    StepState(hidden: state.hidden[index])
  }
}
