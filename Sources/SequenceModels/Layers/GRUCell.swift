/// One step of a GRU, composed from plain operations: the readable reference of ``GRU``.
///
///     r, z = σ(W x + b + U h + b_h)
///     n = tanh(W x + b + r ⊙ (U h + b_h))    reset after the product (PyTorch, cuDNN), or
///     n = tanh(W x + b + U (r ⊙ h) + b_h)    reset before it (the paper's first version)
///     h′ = (1 − z) ⊙ n + z ⊙ h
///
/// x `[batch, inputSize]`, h `[batch, hiddenSize]`. Cho et al. (2014), "Learning phrase representations
/// using RNN encoder-decoder for statistical machine translation".
public struct GRUCell: RecurrentCell {
  /// On which side of the product with U the reset gate acts on the candidate.
  public enum Reset: String, Sendable, CaseIterable {
    /// r ⊙ (U h + b_h): PyTorch's and cuDNN's.
    case afterProduct
    /// U (r ⊙ h) + b_h: Cho et al. (2014), first version.
    case beforeProduct
  }

  /// W, `[3·hiddenSize, inputSize]`, in the order r, z, n.
  public let inputWeight: Parameter
  /// U, `[3·hiddenSize, hiddenSize]`.
  public let hiddenWeight: Parameter
  /// b
  public let inputBias: Parameter
  /// b_h
  public let hiddenBias: Parameter
  /// Where the reset gate acts.
  public let reset: Reset
  /// Width of the input.
  public let inputSize: Int
  /// Width of the state.
  public let hiddenSize: Int

  /// What the gates did in one step, each `[batch, hiddenSize]`.
  public struct Gates {
    /// r: how much of the state the candidate sees.
    public var reset: Variable
    /// z: how much of the state is kept.
    public var update: Variable
    /// n: what would replace it.
    public var candidate: Variable
  }

  /// Weights start uniform in ±1/√hiddenSize, as PyTorch's.
  public init(
    _ inputSize: Int, _ hiddenSize: Int, reset: Reset = .afterProduct,
    using generator: inout some RandomNumberGenerator
  ) {
    let weights = RecurrentWeights("GRU", gates: 3, inputSize, hiddenSize, using: &generator)
    (inputWeight, hiddenWeight) = (weights.inputWeight, weights.hiddenWeight)
    (inputBias, hiddenBias) = (weights.inputBias, weights.hiddenBias)
    (self.reset, self.inputSize, self.hiddenSize) = (reset, inputSize, hiddenSize)
  }

  /// One step.
  public func callAsFunction(
    _ x: Variable, _ state: StepState
  ) -> (state: StepState, gates: Gates) {
    let tape = x.tape ?? state.hidden.tape
    let (h, before) = (hiddenSize, state.hidden)
    let (u, bias) = (tape(hiddenWeight), tape(hiddenBias))
    let ofInput = x.matmul(tape(inputWeight), transposed: true) + tape(inputBias)
    let ofState = before.matmul(u, transposed: true) + bias
    let r = (ofInput.columns(0..<h) + ofState.columns(0..<h)).sigmoid()
    let z = (ofInput.columns(h..<(2 * h)) + ofState.columns(h..<(2 * h))).sigmoid()
    let product =
      switch reset {
      case .afterProduct: r * ofState.columns((2 * h)..<(3 * h))
      case .beforeProduct:
        (r * before).matmul(u.slice(axis: 0, (2 * h)..<(3 * h)), transposed: true)
          + bias.slice(axis: 0, (2 * h)..<(3 * h))
      }
    let n = (ofInput.columns((2 * h)..<(3 * h)) + product).tanh()
    let hidden = (1 - z) * n + z * before
    return (StepState(hidden: hidden), Gates(reset: r, update: z, candidate: n))
  }

  /// All steps, by a fused operation.
  public func run(
    _ x: Variable, _ state: StepState, lengths: [Int]?, reversed: Bool
  ) -> (output: Variable, state: StepState) {
    let tape = x.tape ?? state.hidden.tape
    let input = RecurrentInput(x, tape(inputWeight))
    let operation = GRUSequence(
      reset: reset, lengths: lengths, reversed: reversed, lookup: input.lookup,
      isForInference: tape == nil)
    let weights = [hiddenWeight, inputBias, hiddenBias].map { tape($0) }
    let output = operation(input.variables + weights + [state.hidden])
    let last = output.lastStep(lengths: lengths, reversed: reversed)
    return (output, StepState(hidden: last))
  }
}
