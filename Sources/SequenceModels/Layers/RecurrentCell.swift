/// One step of a recurrence, composed from plain operations: the readable reference of a fused layer.
public protocol RecurrentCell: Layer {
  /// What is carried from step to step.
  associatedtype State: CellState
  /// What happened inside one step.
  associatedtype Gates

  /// Width of the input.
  var inputSize: Int { get }
  /// Width of the state.
  var hiddenSize: Int { get }
  /// W, `[gates·hiddenSize, inputSize]`.
  var inputWeight: Parameter { get }
  /// U, `[gates·hiddenSize, hiddenSize]`: what the step before is multiplied by.
  var hiddenWeight: Parameter { get }
  /// The bias that PyTorch adds to W x.
  var inputBias: Parameter { get }
  /// The bias that PyTorch adds to U h.
  var hiddenBias: Parameter { get }

  /// All zeros.
  func initialState(batch: Int) -> State

  /// One step: x `[batch, inputSize]`.
  func callAsFunction(_ x: Variable, _ state: State) -> (state: State, gates: Gates)

  /// The same equations over a whole sequence `[batch, time, inputSize]`, by a fused operation.
  ///
  /// - Parameters:
  ///   - lengths: steps of each sequence; what follows is padding.
  ///   - reversed: from each sequence's own last step to its first.
  /// - Returns: h of every step `[batch, time, hiddenSize]`, 0 in the padding, and the state after the
  ///   last step taken.
  func run(
    _ x: Variable, _ state: State, lengths: [Int]?, reversed: Bool
  ) -> (output: Variable, state: State)
}

extension RecurrentCell {
  /// Its parameters, named as PyTorch names them.
  public var children: Children {
    [
      "weight_ih": inputWeight, "weight_hh": hiddenWeight, "bias_ih": inputBias,
      "bias_hh": hiddenBias,
    ]
  }
}

extension RecurrentCell where State == StepState {
  /// All zeros.
  public func initialState(batch: Int) -> StepState {
    StepState(hidden: Variable(Tensor(zeros: [batch, hiddenSize])))
  }
}

/// The state of one recurrent cell.
public protocol CellState {
  /// h, `[batch, hiddenSize]`.
  var hidden: Variable { get set }
}

/// The weights of a recurrent cell, before it takes them.
struct RecurrentWeights {
  let inputWeight: Parameter
  let hiddenWeight: Parameter
  let inputBias: Parameter
  let hiddenBias: Parameter

  /// Uniform in ±1/√hiddenSize, as PyTorch's.
  init(
    _ name: String, gates: Int, _ inputSize: Int, _ hiddenSize: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    require(
      inputSize > 0 && hiddenSize > 0,
      "\(name): input size \(inputSize) and hidden size \(hiddenSize) must be positive")
    require(
      inputSize <= Shape.mostElements && hiddenSize <= Shape.mostElements,
      "\(name): input size \(inputSize) and hidden size \(hiddenSize) are more than any memory holds"
    )
    let bound = 1 / Float(hiddenSize).squareRoot()
    func weights(_ shape: [Int], _ generator: inout some RandomNumberGenerator) -> Parameter {
      Parameter(Initializer.uniform(shape, bound: bound, using: &generator))
    }
    inputWeight = weights([gates * hiddenSize, inputSize], &generator)
    hiddenWeight = weights([gates * hiddenSize, hiddenSize], &generator)
    inputBias = weights([gates * hiddenSize], &generator)
    hiddenBias = weights([gates * hiddenSize], &generator)
  }
}

extension Variable {
  /// Of a recurrence's output `[batch, time, size]` the step that each sequence ended with,
  /// `[batch, size]`.
  func lastStep(lengths: [Int]?, reversed: Bool) -> Variable {
    let (batch, time) = (shape[0], shape[1])
    let rows = reshaped([batch * time, shape[2]])
    if time == 1 { return rows }
    return rows.selecting(
      rows: (0..<batch).map { $0 * time + (reversed ? 0 : (lengths?[$0] ?? time) - 1) })
  }
}
