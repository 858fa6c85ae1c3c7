/// LSTM layers over whole sequences, by a fused operation; the equations are ``LSTMCell``'s.
///
/// Input `[batch, time, inputSize]`, output `[batch, time, hiddenSize]`, twice as wide where
/// bidirectional; state per layer and direction.
public struct LSTM: StackedRecurrence {
  /// "lstm".
  public static let name = "lstm"
  /// One cell per layer; of a bidirectional layer forward, then backward.
  public let cells: [LSTMCell]
  /// Whether each layer reads in both directions.
  public let bidirectional: Bool
  /// Between layers, in calls with `using:`.
  public let dropout: Dropout

  /// The state of all layers. Gradients flow through it; `detached` cuts them, as truncated
  /// backpropagation through time does between batches.
  public struct State: RecurrentState {
    /// h of each layer, `[batch, hiddenSize]`; of a bidirectional layer forward, then backward.
    public var hidden: [Variable]
    /// c of each layer, `[batch, hiddenSize]`.
    public var cell: [Variable]

    /// A state.
    public init(hidden: [Variable], cell: [Variable]) {
      self.hidden = hidden
      self.cell = cell
    }

    /// The same numbers without their past.
    public var detached: State {
      State(hidden: hidden.map(\.detached), cell: cell.map(\.detached))
    }

    /// The state of some rows of the batch.
    public func selecting(rows: [Int]) -> State {
      State(
        hidden: hidden.map { $0.selecting(rows: rows) }, cell: cell.map { $0.selecting(rows: rows) }
      )
    }
  }

  /// Layers of one width; see ``LSTMCell`` for how weights start.
  ///
  /// - Parameter forgetBias: added to the forget gate's bias; 1 helps long memories.
  public init(
    _ inputSize: Int, _ hiddenSize: Int, layers: Int = 1, forgetBias: Float = 0,
    bidirectional: Bool = false, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    cells = Self.makeCells(inputSize, hiddenSize, layers: layers, bidirectional: bidirectional) {
      LSTMCell($0, hiddenSize, forgetBias: forgetBias, using: &generator)
    }
    self.bidirectional = bidirectional
    self.dropout = Dropout(dropout)
  }

  /// The state of all cells from those of each.
  public static func state(of cells: [LSTMCell.State]) -> State {
    State(hidden: cells.map(\.hidden), cell: cells.map(\.cell))
  }

  /// The state of one cell.
  public static func cell(_ index: Int, of state: State) -> LSTMCell.State {
    require(
      state.cell.count == state.hidden.count,
      "lstm: the state has h of \(state.hidden.count) layers and c of \(state.cell.count)")
    return LSTMCell.State(hidden: state.hidden[index], cell: state.cell[index])
  }
}
