/// A recurrent language model (Mikolov et al., 2010; with LSTM: Sundermeyer et al., 2012).
///
///     P(w_t | w_1 … w_{t−1}) = softmax(V h_t + b),   h_t = LSTM(embedding(w_{t−1}), h_{t−1})
///
/// Tokens `[batch][time]`, logits `[batch, time, vocabularySize]`.
public struct LanguageModel: AutoregressiveModel {
  /// Vectors of the tokens.
  public let embedding: Embedding
  /// The memory.
  public let lstm: LSTM
  /// From the state to logits.
  public let head: Linear

  /// A model of a vocabulary; each layer's `init` says how its weights start.
  ///
  /// - Parameters:
  ///   - dropout: of vectors and between layers, in training.
  ///   - tied: whether the head's weights are the embedding's (Press and Wolf, 2017); both sizes must
  ///     be equal then, and the weights start normal with standard deviation 1/√hiddenSize.
  public init(
    vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, layers: Int = 1,
    forgetBias: Float = 0, dropout: Float = 0, tied: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    require(
      !tied || embeddingSize == hiddenSize,
      "LanguageModel: tied weights need embeddingSize (\(embeddingSize)) equal to hiddenSize "
        + "(\(hiddenSize))")
    embedding = Embedding(
      vocabularySize: vocabularySize, size: embeddingSize, using: &generator)
    lstm = LSTM(
      embeddingSize, hiddenSize, layers: layers, forgetBias: forgetBias, dropout: dropout,
      using: &generator)
    if tied {
      embedding.weight.value = embedding.weight.value.scaled(
        by: 1 / Float(hiddenSize).squareRoot())
      head = Linear(tiedTo: embedding.weight)
    } else {
      head = Linear(hiddenSize, vocabularySize, using: &generator)
    }
  }

  /// Its parts.
  public var children: Children { ["embedding": embedding, "lstm": lstm, "head": head] }

  /// All zeros.
  public func initialState(batch: Int) -> LSTM.State { lstm.initialState(batch: batch) }

  /// Logits of the next token at every step.
  public func callAsFunction(
    _ tokens: [[Int]], _ state: LSTM.State, _ tape: Tape? = nil
  ) -> (logits: Variable, state: LSTM.State) {
    let (output, next) = lstm(embedding(tokens, tape), state)
    return (head(output), next)
  }

  /// The same with dropout.
  public func training(
    _ tokens: [[Int]], _ state: LSTM.State, _ tape: Tape?,
    using generator: inout some RandomNumberGenerator
  ) -> (logits: Variable, state: LSTM.State) {
    let vectors = lstm.dropout(embedding(tokens, tape), using: &generator)
    let (output, next) = lstm(vectors, state, using: &generator)
    return (head(lstm.dropout(output, using: &generator)), next)
  }
}
