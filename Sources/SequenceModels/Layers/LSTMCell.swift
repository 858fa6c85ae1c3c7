/// One step of an LSTM, composed from plain operations: the readable reference of ``LSTM``.
///
///     i, f, o = σ(W x + U h + b)      g = tanh(W x + U h + b)
///     c′ = f ⊙ c + i ⊙ g              h′ = o ⊙ tanh c′
///
/// x `[batch, inputSize]`, h and c `[batch, hiddenSize]`. Hochreiter and Schmidhuber (1997), with the
/// forget gate of Gers, Schmidhuber and Cummins (2000).
public struct LSTMCell: RecurrentCell {
  /// W, `[4·hiddenSize, inputSize]`, in the order i, f, g, o.
  public let inputWeight: Parameter
  /// U, `[4·hiddenSize, hiddenSize]`.
  public let hiddenWeight: Parameter
  /// The bias that PyTorch adds to W x.
  public let inputBias: Parameter
  /// The bias that PyTorch adds to U h.
  public let hiddenBias: Parameter
  /// Width of the input.
  public let inputSize: Int
  /// Width of the state.
  public let hiddenSize: Int

  /// What the gates did in one step, each `[batch, hiddenSize]`.
  public struct Gates {
    /// i: how much of the candidate is written.
    public var input: Variable
    /// f: how much of the cell is kept.
    public var forget: Variable
    /// g: what would be written.
    public var candidate: Variable
    /// o: how much of the cell is seen outside.
    public var output: Variable
  }

  /// The state between steps, `[batch, hiddenSize]` each.
  public struct State: CellState {
    /// h
    public var hidden: Variable
    /// c
    public var cell: Variable
    /// A state.
    public init(hidden: Variable, cell: Variable) {
      self.hidden = hidden
      self.cell = cell
    }
  }

  /// Weights start uniform in ±1/√hiddenSize, as PyTorch's; `forgetBias` is added to the forget gate's
  /// (1 helps long memories: Jozefowicz, Zaremba and Sutskever, 2015).
  public init(
    _ inputSize: Int, _ hiddenSize: Int, forgetBias: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    let weights = RecurrentWeights("LSTM", gates: 4, inputSize, hiddenSize, using: &generator)
    (inputWeight, hiddenWeight) = (weights.inputWeight, weights.hiddenWeight)
    (inputBias, hiddenBias) = (weights.inputBias, weights.hiddenBias)
    (self.inputSize, self.hiddenSize) = (inputSize, hiddenSize)
    let bias = inputBias.value.mutablePointer
    for j in hiddenSize..<(2 * hiddenSize) { bias[j] += forgetBias }
  }

  /// All zeros.
  public func initialState(batch: Int) -> State {
    let zeros = Variable(Tensor(zeros: [batch, hiddenSize]))
    return State(hidden: zeros, cell: zeros)
  }

  /// One step.
  public func callAsFunction(_ x: Variable, _ state: State) -> (state: State, gates: Gates) {
    let tape = x.tape ?? state.hidden.tape ?? state.cell.tape
    let sum =
      x.matmul(tape(inputWeight), transposed: true)
      + state.hidden.matmul(tape(hiddenWeight), transposed: true)
      + tape(inputBias) + tape(hiddenBias)
    let h = hiddenSize
    let i = sum.columns(0..<h).sigmoid()
    let f = sum.columns(h..<(2 * h)).sigmoid()
    let g = sum.columns((2 * h)..<(3 * h)).tanh()
    let o = sum.columns((3 * h)..<(4 * h)).sigmoid()
    let cell = f * state.cell + i * g
    let hidden = o * cell.tanh()
    return (State(hidden: hidden, cell: cell), Gates(input: i, forget: f, candidate: g, output: o))
  }

  /// All steps, by a fused operation.
  public func run(
    _ x: Variable, _ state: State, lengths: [Int]?, reversed: Bool
  ) -> (output: Variable, state: State) {
    if lengths == nil, isPlainStep(x, state) { return step(x, state) }
    let tape = x.tape ?? state.hidden.tape ?? state.cell.tape
    let input = RecurrentInput(x, tape(inputWeight))
    let operation = LSTMSequence(
      lengths: lengths, reversed: reversed, lookup: input.lookup,
      isForInference: tape == nil)
    let weights = [hiddenWeight, inputBias, hiddenBias].map { tape($0) }
    let (output, cell) = operation(input.variables + weights + [state.hidden, state.cell])
    let last = output.lastStep(lengths: lengths, reversed: reversed)
    return (output, State(hidden: last, cell: cell))
  }
}
