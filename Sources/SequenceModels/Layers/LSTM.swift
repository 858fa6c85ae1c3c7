/// LSTM layers over whole sequences, by a fused kernel; the equations are ``LSTMCell``'s.
///
/// Input `[batch, time, inputSize]`, output `[batch, time, hiddenSize]`, state per layer.
public struct LSTM: RecurrentLayer {
  /// One cell per layer.
  public let cells: [LSTMCell]
  /// Between layers, in calls with `using:`.
  public let dropout: Dropout

  /// The state of all layers. Gradients flow through it; `detached` cuts them, as truncated
  /// backpropagation through time does between batches.
  public struct State: RecurrentState {
    /// h of each layer, `[batch, hiddenSize]`.
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
    dropout: Float = 0, using generator: inout some RandomNumberGenerator
  ) {
    require(layers > 0, "LSTM: \(layers) layers; at least one is needed")
    cells = (0..<layers).map {
      LSTMCell(
        $0 == 0 ? inputSize : hiddenSize, hiddenSize, forgetBias: forgetBias, using: &generator)
    }
    self.dropout = Dropout(dropout)
  }

  /// Its parameters, named as PyTorch names them (`weight_ih_l0`, …).
  public var parameters: [(name: String, parameter: Parameter)] {
    cells.enumerated().flatMap { layer, cell in
      cell.parameters.map { ("\($0.name)_l\(layer)", $0.parameter) }
    }
  }

  /// Width of the output.
  public var outputSize: Int { cells[cells.count - 1].hiddenSize }

  /// All zeros.
  public func initialState(batch: Int) -> State {
    let zeros = cells.map { Variable(Tensor(zeros: [batch, $0.hiddenSize])) }
    return State(hidden: zeros, cell: zeros)
  }

  /// Runs all layers over the sequence.
  public func callAsFunction(
    _ x: Variable, _ state: State? = nil
  ) -> (output: Variable, state: State) {
    run(x, state) { $0 }
  }

  /// Runs all layers, with dropout between them.
  public func callAsFunction(
    _ x: Variable, _ state: State? = nil, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    run(x, state) { dropout($0, using: &generator) }
  }

  private func run(
    _ x: Variable, _ start: State?, between: (Variable) -> Variable
  ) -> (output: Variable, state: State) {
    var state = start ?? initialState(batch: x.shape.first ?? 1)
    require(
      state.hidden.count == cells.count && state.cell.count == cells.count,
      "LSTM: the state has \(state.hidden.count) and \(state.cell.count) layers, not \(cells.count)"
    )
    var output = x
    for (layer, cell) in cells.enumerated() {
      if layer > 0 { output = between(output) }
      let tape = output.tape ?? state.hidden[layer].tape ?? state.cell[layer].tape
      let parameters = cell.parameters.map { tape($0.parameter) }
      (output, state.cell[layer]) = LSTMSequence()(
        [output] + parameters + [state.hidden[layer], state.cell[layer]])
      state.hidden[layer] = output.step(output.shape[1] - 1)
    }
    return (output, state)
  }
}
