/// LSTM layers over whole sequences, by a fused kernel; the equations are ``LSTMCell``'s.
///
/// Input `[batch, time, inputSize]`, output `[batch, time, hiddenSize]`, state per layer.
public struct LSTM: Layer {
  /// One cell per layer.
  public let cells: [LSTMCell]
  /// The probability of dropping an element between layers in training.
  public var dropout: Float

  /// The state of all layers: values, not variables, so that no gradient flows from one batch into
  /// the one before (truncated backpropagation through time).
  public struct State: Sendable {
    /// h of each layer, `[batch, hiddenSize]`.
    public var hidden: [Tensor]
    /// c of each layer, `[batch, hiddenSize]`.
    public var cell: [Tensor]
  }

  /// Layers of one width; see ``LSTMCell`` for how weights start.
  public init(
    _ inputSize: Int, _ hiddenSize: Int, layers: Int = 1, forgetBias: Float = 0,
    dropout: Float = 0, using generator: inout some RandomNumberGenerator
  ) {
    require(layers > 0, "LSTM: \(layers) layers; at least one is needed")
    cells = (0..<layers).map {
      LSTMCell(
        $0 == 0 ? inputSize : hiddenSize, hiddenSize, forgetBias: forgetBias, using: &generator)
    }
    self.dropout = dropout
  }

  /// Its parameters, named as PyTorch names them (`weight_ih_l0`, …).
  public var parameters: [(name: String, parameter: Parameter)] {
    cells.enumerated().flatMap { layer, cell in
      cell.parameters.map { ("\($0.name)_l\(layer)", $0.parameter) }
    }
  }

  /// All zeros.
  public func initialState(batch: Int) -> State {
    let zeros = cells.map { Tensor(zeros: [batch, $0.hiddenSize]) }
    return State(hidden: zeros, cell: zeros)
  }

  /// Runs all layers over the sequence.
  public func callAsFunction(_ x: Variable, _ state: State? = nil) -> (
    output: Variable, state: State
  ) {
    var none = SplitMix64(seed: 0)
    return run(x, state, dropout: 0, using: &none)
  }

  /// Runs all layers, with dropout between them.
  public func callAsFunction(
    _ x: Variable, _ state: State? = nil, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    run(x, state, dropout: dropout, using: &generator)
  }

  private func run(
    _ x: Variable, _ state: State?, dropout: Float,
    using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    let tape = x.tape
    var state = state ?? initialState(batch: x.shape[0])
    var output = x
    for (layer, cell) in cells.enumerated() {
      if layer > 0, dropout > 0 { output = output.dropout(dropout, using: &generator) }
      let both = tape.apply(
        LSTMSequence(),
        [
          output, tape(cell.inputWeight), tape(cell.hiddenWeight), tape(cell.inputBias),
          tape(cell.hiddenBias), tape.constant(state.hidden[layer]),
          tape.constant(state.cell[layer]),
        ])
      let last = tape.constant(both.value).step(both.shape[1] - 1).value
      (state.hidden[layer], state.cell[layer]) = last.halves()
      output = both.columns(0..<cell.hiddenSize)
    }
    return (output, state)
  }

  /// Every gate and the cell at every step of the first layer, each `[time][hiddenSize]`, for one
  /// sequence `[1, time, inputSize]`.
  public func trace(_ x: Tensor) -> Trace {
    let tape = Tape(gradients: false)
    let sequence = tape.constant(x)
    require(
      x.shape.count == 3 && x.shape[0] == 1, "trace: the input is \(x.shape), not [1, time, size]")
    var state = cells[0].initialState(batch: 1, tape)
    var trace = Trace()
    for step in 0..<x.shape[1] {
      let (next, gates) = cells[0](sequence.step(step), state)
      state = next
      trace.input.append(gates.input.value.elements)
      trace.forget.append(gates.forget.value.elements)
      trace.candidate.append(gates.candidate.value.elements)
      trace.output.append(gates.output.value.elements)
      trace.cell.append(next.cell.value.elements)
      trace.hidden.append(next.hidden.value.elements)
    }
    return trace
  }

  /// What an LSTM did, step by step: `[time][hiddenSize]` each.
  public struct Trace: Sendable {
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
  }
}

extension Tensor {
  /// The left and right half of the last axis.
  func halves() -> (Tensor, Tensor) {
    let width = (shape.last ?? 0) / 2
    let left = Slice(range: 0..<width).forward([self]).output
    let right = Slice(range: width..<(2 * width)).forward([self]).output
    return (left, right)
  }
}
