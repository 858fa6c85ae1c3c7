internal import SequenceModels

/// A language model over 65 characters with vectors of 64, on 8 random batches of 32 × 64: what the
/// `lstm-` workloads and their relatives share.
struct LanguageModelCase {
  static let vocabulary = 65
  static let embedding = 64
  static let batch = 32
  static let time = 64

  /// Tokens of one step.
  static var tokens: Double { Double(batch * time) }

  /// Operations of the matrix products of one token, forward.
  ///
  /// - Parameter gates: 4 for an LSTM, 3 for a GRU, 1 for a plain RNN.
  static func operationsPerToken(gates: Int, hidden: Int, layers: Int) -> Double {
    let first = embedding + hidden
    let others = (layers - 1) * 2 * hidden
    return Double(2 * gates * hidden * (first + others) + 2 * hidden * vocabulary)
  }

  /// Times training steps of a model on `batches` of its tokens.
  ///
  /// - Parameter operations: of one token's matrix products, forward.
  static func train(
    _ model: some AutoregressiveModel, batch: Int = batch, time: Int = time, operations: Double,
    _ sampling: Sampling
  ) -> [Measurement] {
    let batches = TokenBatches(vocabulary: vocabulary, batch: batch, time: time, seed: 7)
    return TrainingCase.train(
      model, tokens: Double(batch * time), operations: operations, sampling
    ) { place, tape in
      let (inputs, targets) = batches[place]
      return model(inputs, model.initialState(batch: batch), tape).logits.crossEntropy(targets)
    }
  }

  /// The model over any memory; `make` makes the memory of vectors of this size.
  static func model<Memory: RecurrentLayer>(
    _ make: (Int, inout SplitMix64) -> Memory
  ) -> LanguageModel<Memory> {
    var generator = SplitMix64(seed: 1)
    let memory = make(embedding, &generator)
    return LanguageModel(
      vocabularySize: vocabulary, embeddingSize: embedding, memory: memory, using: &generator)
  }

  /// The LSTM of these sizes.
  static func lstm(hidden: Int, layers: Int) -> LanguageModel<LSTM> {
    model { LSTM($0, hidden, layers: layers, using: &$1) }
  }

  /// A Transformer of 4 layers of width 128 with 4 heads, over 128 tokens.
  static var transformer: TransformerLanguageModel {
    var generator = SplitMix64(seed: 1)
    return TransformerLanguageModel(
      vocabularySize: vocabulary, size: 128, heads: 4, layers: 4, contextLength: 128,
      using: &generator)
  }

  /// Times training steps of the LSTM of these sizes.
  static func trainLSTM(hidden: Int, layers: Int, _ sampling: Sampling) -> [Measurement] {
    train(
      lstm(hidden: hidden, layers: layers),
      operations: operationsPerToken(gates: 4, hidden: hidden, layers: layers), sampling)
  }
}

/// Eight batches of random tokens, made beforehand; a target is the token after.
struct TokenBatches {
  private let batches: [(inputs: [[Int]], targets: [[Int]])]

  init(vocabulary: Int, batch: Int, time: Int, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    batches = (0..<TrainingCase.batches).map { _ in
      let rows = generator.rows(Array(repeating: time + 1, count: batch), below: vocabulary)
      return (rows.map { Array($0.dropLast()) }, rows.map { Array($0.dropFirst()) })
    }
  }

  /// One batch after the other, again and again.
  subscript(step: Int) -> (inputs: [[Int]], targets: [[Int]]) { batches[step % batches.count] }
}
