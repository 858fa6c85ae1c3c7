/// Recurrent layers over whole sequences behind one face, so that a model can be written over any of
/// them: ``RNN``, ``GRU``, ``LSTM``.
///
/// Input `[batch, time, inputSize]`, output `[batch, time, outputSize]`. With `lengths`, one per
/// sequence, what follows a sequence's last step is padding: it influences nothing, the output there
/// is 0, and the state returned is that after each sequence's own last step.
public protocol RecurrentLayer: Layer {
  /// What is carried from step to step.
  associatedtype State: RecurrentState

  /// What a model calls the layer among its parts.
  static var name: String { get }

  /// Width of the output.
  var outputSize: Int { get }

  /// All zeros.
  func initialState(batch: Int) -> State

  /// Runs all layers over the sequence; `nil` starts from zeros.
  func callAsFunction(_ x: Variable, _ state: State?) -> (output: Variable, state: State)

  /// The same over a padded batch.
  func callAsFunction(
    _ x: Variable, _ state: State?, lengths: [Int]
  ) -> (output: Variable, state: State)

  /// Runs all layers in training, with dropout between them.
  func callAsFunction(
    _ x: Variable, _ state: State?, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State)

  /// The same over a padded batch.
  func callAsFunction(
    _ x: Variable, _ state: State?, lengths: [Int],
    using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State)
}

/// The state of a recurrent layer.
public protocol RecurrentState: CarriedState {
  /// h of each layer, `[batch, hiddenSize]`; what a decoder's attention asks with.
  var hidden: [Variable] { get set }
}

extension RecurrentLayer {
  /// "memory".
  public static var name: String { "memory" }

  /// From zeros.
  public func callAsFunction(_ x: Variable) -> (output: Variable, state: State) { self(x, nil) }

  /// From zeros, over a padded batch.
  public func callAsFunction(
    _ x: Variable, lengths: [Int]
  ) -> (output: Variable, state: State) {
    self(x, nil, lengths: lengths)
  }

  /// From zeros, in training.
  public func callAsFunction(
    _ x: Variable, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    self(x, nil, using: &generator)
  }

  /// From zeros, in training, over a padded batch.
  public func callAsFunction(
    _ x: Variable, lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    self(x, nil, lengths: lengths, using: &generator)
  }

  /// Nothing is random.
  public func callAsFunction(
    _ x: Variable, _ state: State?, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    self(x, state)
  }

  /// Nothing is random.
  public func callAsFunction(
    _ x: Variable, _ state: State?, lengths: [Int],
    using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    self(x, state, lengths: lengths)
  }
}
