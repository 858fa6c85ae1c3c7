/// A model that reads tokens and predicts the next one at every step. `train`, `sample` and `perplexity`
/// work with every such model:
///
///     struct Mine: AutoregressiveModel {
///       let embedding: Embedding, lstm: LSTM, head: Linear
///       var children: Children { ["embedding": embedding, "lstm": lstm, "head": head] }
///       func initialState(batch: Int) -> LSTM.State { lstm.initialState(batch: batch) }
///       func callAsFunction(
///         _ tokens: [[Int]], _ state: LSTM.State, _ tape: Tape?
///       ) -> (logits: Variable, state: LSTM.State) {
///         let (output, next) = lstm(embedding(tokens, tape), state)
///         return (head(output), next)
///       }
///     }
public protocol AutoregressiveModel: Layer, TextModel, StepDecoder {
  /// What the model remembers of the tokens read.
  associatedtype State

  /// Whether `train` carries the state on from window to window of the text, as recurrent models do;
  /// otherwise each window starts anew.
  var carriesState: Bool { get }

  /// The state before the first token.
  func initialState(batch: Int) -> State

  /// Logits `[batch, time, vocabulary]` of the token after each of `tokens`, `[batch][time]`.
  func callAsFunction(
    _ tokens: [[Int]], _ state: State, _ tape: Tape?
  ) -> (logits: Variable, state: State)

  /// The same in training, with dropout and whatever else is random.
  func training(
    _ tokens: [[Int]], _ state: State, _ tape: Tape?,
    using generator: inout some RandomNumberGenerator
  ) -> (logits: Variable, state: State)
}

extension AutoregressiveModel {
  /// The state is carried on.
  public var carriesState: Bool { true }

  /// Nothing is random.
  public func training(
    _ tokens: [[Int]], _ state: State, _ tape: Tape?,
    using generator: inout some RandomNumberGenerator
  ) -> (logits: Variable, state: State) {
    self(tokens, state, tape)
  }
}
