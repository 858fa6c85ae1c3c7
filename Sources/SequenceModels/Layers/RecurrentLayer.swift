/// Recurrent layers over whole sequences behind one face, so that a model can be written over any of
/// them: ``LSTM`` and its relatives.
///
/// Input `[batch, time, inputSize]`, output `[batch, time, outputSize]`.
public protocol RecurrentLayer: Layer {
  /// What is carried from step to step.
  associatedtype State: RecurrentState

  /// Width of the output.
  var outputSize: Int { get }

  /// All zeros.
  func initialState(batch: Int) -> State

  /// Runs all layers over the sequence; `nil` starts from zeros.
  func callAsFunction(_ x: Variable, _ state: State?) -> (output: Variable, state: State)

  /// Runs all layers in training, with dropout between them.
  func callAsFunction(
    _ x: Variable, _ state: State?, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State)
}

/// The state of a recurrent layer.
public protocol RecurrentState: CarriedState {
  /// h of each layer, `[batch, hiddenSize]`; what a decoder's attention asks with.
  var hidden: [Variable] { get set }
}
