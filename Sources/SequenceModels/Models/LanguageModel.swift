/// A recurrent language model over any memory (Mikolov et al., 2010; with LSTM: Sundermeyer et al., 2012).
///
///     P(w_t | w_1 … w_{t−1}) = softmax(V h_t + b),   h_t = memory(embedding(w_{t−1}), h_{t−1})
///
///     let gru = GRU(32, 64, using: &generator)
///     let model = LanguageModel(
///       vocabularySize: 50, embeddingSize: 32, memory: gru, using: &generator)
///
/// Tokens `[batch][time]`, logits `[batch, time, vocabularySize]`.
public struct LanguageModel<Memory: RecurrentLayer>: AutoregressiveModel {
  /// Vectors of the tokens.
  public let embedding: Embedding
  /// What the model remembers with.
  public let memory: Memory
  /// From the state to logits.
  public let head: Linear
  /// Of vectors and of the memory's output, in training.
  public let dropout: Dropout

  /// A model of a vocabulary; each layer's `init` says how its weights start.
  ///
  /// - Parameters:
  ///   - memory: reads vectors of `embeddingSize`; its own dropout is between its layers.
  ///   - dropout: of vectors and of the memory's output, in training.
  ///   - tied: whether the head's weights are the embedding's (Press and Wolf, 2017); the memory must
  ///     be as wide as the embedding then, and the weights start normal with standard deviation
  ///     1/√embeddingSize.
  public init(
    vocabularySize: Int, embeddingSize: Int, memory: Memory, dropout: Float = 0,
    tied: Bool = false, using generator: inout some RandomNumberGenerator
  ) {
    let embedding = Embedding(
      vocabularySize: vocabularySize, size: embeddingSize, using: &generator)
    self.init(embedding, memory, dropout: dropout, tied: tied, using: &generator)
  }

  private init(
    _ embedding: Embedding, _ memory: Memory, dropout: Float, tied: Bool,
    using generator: inout some RandomNumberGenerator
  ) {
    let (vocabularySize, size) = (embedding.weight.value.shape[0], embedding.weight.value.shape[1])
    require(
      !tied || size == memory.outputSize,
      "LanguageModel: tied weights need embeddingSize (\(size)) equal to hiddenSize "
        + "(\(memory.outputSize))")
    (self.embedding, self.memory, self.dropout) = (embedding, memory, Dropout(dropout))
    if tied {
      embedding.weight.value = embedding.weight.value.scaled(by: 1 / Float(size).squareRoot())
      head = Linear(tiedTo: embedding.weight)
    } else {
      head = Linear(memory.outputSize, vocabularySize, using: &generator)
    }
  }

  /// Its parts; the memory goes by its layer's name, "lstm" for instance.
  public var children: Children {
    ["embedding": embedding, Memory.name: memory, "head": head]
  }

  /// All zeros.
  public func initialState(batch: Int) -> Memory.State { memory.initialState(batch: batch) }

  /// Logits of the next token at every step.
  public func callAsFunction(
    _ tokens: [[Int]], _ state: Memory.State, _ tape: Tape? = nil
  ) -> (logits: Variable, state: Memory.State) {
    let (output, next) = memory(embedding(tokens, tape), state)
    return (head(output), next)
  }

  /// The same with dropout.
  public func training(
    _ tokens: [[Int]], _ state: Memory.State, _ tape: Tape?,
    using generator: inout some RandomNumberGenerator
  ) -> (logits: Variable, state: Memory.State) {
    let vectors = dropout(embedding(tokens, tape), using: &generator)
    let (output, next) = memory(vectors, state, using: &generator)
    return (head(dropout(output, using: &generator)), next)
  }
}

extension LanguageModel where Memory == LSTM {
  /// A model whose memory is an LSTM.
  ///
  /// - Parameters:
  ///   - dropout: of vectors, between layers and of the output, in training.
  ///   - tied: whether the head's weights are the embedding's; both sizes must be equal then.
  public init(
    vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, layers: Int = 1,
    forgetBias: Float = 0, dropout: Float = 0, tied: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    let embedding = Embedding(
      vocabularySize: vocabularySize, size: embeddingSize, using: &generator)
    let lstm = LSTM(
      embeddingSize, hiddenSize, layers: layers, forgetBias: forgetBias, dropout: dropout,
      using: &generator)
    self.init(embedding, lstm, dropout: dropout, tied: tied, using: &generator)
  }

  /// The memory.
  public var lstm: LSTM { memory }
}
