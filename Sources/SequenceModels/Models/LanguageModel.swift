/// A recurrent language model (Mikolov et al., 2010; with LSTM: Sundermeyer et al., 2012).
///
///     P(w_t | w_1 … w_{t−1}) = softmax(V h_t + b),   h_t = LSTM(embedding(w_{t−1}), h_{t−1})
///
/// Tokens `[batch][time]`, logits `[batch, time, vocabularySize]`.
public struct LanguageModel: Layer {
  /// Vectors of the tokens.
  public let embedding: Embedding
  /// The memory.
  public let lstm: LSTM
  /// From the state to logits.
  public let head: Linear

  /// A model of a vocabulary; each layer's `init` says how its weights start.
  public init(
    vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, layers: Int = 1,
    using generator: inout some RandomNumberGenerator
  ) {
    embedding = Embedding(
      vocabularySize: vocabularySize, size: embeddingSize, using: &generator)
    lstm = LSTM(embeddingSize, hiddenSize, layers: layers, using: &generator)
    head = Linear(hiddenSize, vocabularySize, using: &generator)
  }

  /// Its parameters.
  public var parameters: [(name: String, parameter: Parameter)] {
    named("embedding", embedding) + named("lstm", lstm) + named("head", head)
  }

  /// All zeros.
  public func initialState(batch: Int) -> LSTM.State { lstm.initialState(batch: batch) }

  /// Logits of the next token at every step.
  public func callAsFunction(
    _ tokens: [[Int]], _ state: LSTM.State, _ tape: Tape
  ) -> (logits: Variable, state: LSTM.State) {
    let (output, next) = lstm(embedding(tokens, tape), state)
    return (head(output), next)
  }

  /// Mean cross-entropy of a text, nats per token: read once from the start, with the state carried,
  /// every prediction counted once.
  public func crossEntropy(of text: [Int], time: Int = 128) -> Double {
    require(text.count > 1, "crossEntropy: a text of \(text.count) tokens has nothing to predict")
    // Strips side by side are faster than one long text; their starts cost little.
    let strips = max(1, min(32, text.count / 512))
    let length = text.count / strips
    var state = initialState(batch: strips)
    var sum = 0.0
    var place = 0
    while place < length - 1 {
      let end = min(place + time, length - 1)
      let inputs = (0..<strips).map { Array(text[($0 * length + place)..<($0 * length + end)]) }
      let targets = (0..<strips).flatMap { text[($0 * length + place + 1)...($0 * length + end)] }
      let (logits, next) = self(inputs, state, Tape(gradients: false))
      state = next
      sum += Double(logits.crossEntropy(Array(targets)).value.scalar) * Double(targets.count)
      place = end
    }
    return sum / Double(strips * (length - 1))
  }
}
