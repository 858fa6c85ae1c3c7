/// One step of an Elman network, composed from plain operations: the readable reference of ``RNN``.
///
///     h′ = φ(W x + U h + b),    φ = tanh or max(·, 0)
///
/// x `[batch, inputSize]`, h `[batch, hiddenSize]`. Elman (1990), "Finding structure in time"; with
/// rectifiers: Le, Jaitly and Hinton (2015).
public struct RNNCell: RecurrentCell {
  /// φ
  public enum Activation: String, Sendable, CaseIterable {
    /// tanh
    case tanh
    /// max(x, 0)
    case relu
  }

  /// W, `[hiddenSize, inputSize]`.
  public let inputWeight: Parameter
  /// U, `[hiddenSize, hiddenSize]`.
  public let hiddenWeight: Parameter
  /// The bias that PyTorch adds to W x.
  public let inputBias: Parameter
  /// The bias that PyTorch adds to U h.
  public let hiddenBias: Parameter
  /// φ
  public let activation: Activation
  /// Width of the input.
  public let inputSize: Int
  /// Width of the state.
  public let hiddenSize: Int

  /// What happened in one step, `[batch, hiddenSize]`. An Elman network has no gates.
  public struct Gates {
    /// W x + U h + b: what the activation got.
    public var sum: Variable
  }

  /// Weights start uniform in ±1/√hiddenSize, as PyTorch's.
  public init(
    _ inputSize: Int, _ hiddenSize: Int, activation: Activation = .tanh,
    using generator: inout some RandomNumberGenerator
  ) {
    let weights = RecurrentWeights("RNN", gates: 1, inputSize, hiddenSize, using: &generator)
    (inputWeight, hiddenWeight) = (weights.inputWeight, weights.hiddenWeight)
    (inputBias, hiddenBias) = (weights.inputBias, weights.hiddenBias)
    (self.activation, self.inputSize, self.hiddenSize) = (activation, inputSize, hiddenSize)
  }

  /// One step.
  public func callAsFunction(
    _ x: Variable, _ state: StepState
  ) -> (state: StepState, gates: Gates) {
    let tape = x.tape ?? state.hidden.tape
    let sum =
      x.matmul(tape(inputWeight), transposed: true)
      + state.hidden.matmul(tape(hiddenWeight), transposed: true)
      + tape(inputBias) + tape(hiddenBias)
    let hidden = activation == .tanh ? sum.tanh() : sum.relu()
    return (StepState(hidden: hidden), Gates(sum: sum))
  }

  /// All steps, by a fused operation.
  public func run(
    _ x: Variable, _ state: StepState, lengths: [Int]?, reversed: Bool
  ) -> (output: Variable, state: StepState) {
    let tape = x.tape ?? state.hidden.tape
    let input = RecurrentInput(x, tape(inputWeight))
    let operation = RNNSequence(
      activation: activation, lengths: lengths, reversed: reversed, lookup: input.lookup,
      isForInference: tape == nil)
    let weights = [hiddenWeight, inputBias, hiddenBias].map { tape($0) }
    let output = operation(input.variables + weights + [state.hidden])
    let last = output.lastStep(lengths: lengths, reversed: reversed)
    return (output, StepState(hidden: last))
  }
}
