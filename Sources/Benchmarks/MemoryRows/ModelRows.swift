internal import SequenceModels

extension MemoryRow {
  static let text: [Int] = (0..<240).map { ($0 * $0 + $0 / 7) % 9 }
  private static let window = [Array(text[0..<6]), Array(text[9..<15])]

  static var modelRows: [MemoryRow] {
    language("LSTM") { LSTM(8, 8, layers: 2, dropout: 0.2, using: &$0) }
      + language("GRU") { GRU(8, 6, using: &$0) }
      + language("GRU, reset before") { GRU(8, 6, reset: .beforeProduct, using: &$0) }
      + language("RNN") { RNN(8, 6, using: &$0) }
      + transformer("learned positions", .learned) + transformer("rotary", .rotary)
      + transformer("sinusoidal", .sinusoidal)
      + [
        plain(["NGramModel"], calls: 100) {
          { _ = NGramModel(order: 3, text, vocabularySize: 9).crossEntropy(of: text) }
        },
        plain(["UniformModel"]) { { _ = UniformModel(vocabularySize: 9).crossEntropy(of: text) } },
      ]
      + NGramSmoothing.allCases.map { smoothing in
        plain(["BackoffNGramModel"], "\(smoothing)", calls: 100) {
          {
            let model = BackoffNGramModel(order: 3, smoothing, text, vocabularySize: 9)
            _ = model.crossEntropy(of: text)
            let words = (0..<9).map { "w\($0)" }
            _ = try? BackoffNGramModel.reading(arpa: model.arpa(words: words))
          }
        }
      }
  }

  static func languageModel<Memory: RecurrentLayer>(
    _ make: (inout SplitMix64) -> Memory
  ) -> LanguageModel<Memory> {
    var generator = SplitMix64(seed: 1)
    let memory = make(&generator)
    return LanguageModel(
      vocabularySize: 9, embeddingSize: 8, memory: memory, dropout: 0.1, using: &generator)
  }

  static func transformerModel(
    _ positions: TransformerLanguageModel.Positions
  ) -> TransformerLanguageModel {
    var generator = SplitMix64(seed: 1)
    return TransformerLanguageModel(
      vocabularySize: 9, size: 8, heads: 2, layers: 2, contextLength: 6, positions: positions,
      dropout: 0.1, using: &generator)
  }

  private static func language<Memory: RecurrentLayer>(
    _ variant: String, _ make: @escaping (inout SplitMix64) -> Memory
  ) -> [MemoryRow] {
    reading(["LanguageModel"], variant) { languageModel(make) }
  }

  private static func transformer(
    _ variant: String, _ positions: TransformerLanguageModel.Positions
  ) -> [MemoryRow] {
    reading(["TransformerLanguageModel"], variant) { transformerModel(positions) }
      + [
        plain(["TransformerLanguageModel"], variant + ", weights", calls: 300) {
          let model = transformerModel(positions)
          return { _ = model.attentionWeights(window) }
        }
      ]
  }

  /// A window with and without gradients, and a text that is longer than a context.
  private static func reading<Model: AutoregressiveModel>(
    _ covers: [String], _ variant: String, _ make: @escaping () -> Model
  ) -> [MemoryRow] {
    model(covers, variant, calls: 300, { _ in make() }) { model, tape in
      var generator = SplitMix64(seed: 5)
      guard let tape else { return model(window, model.initialState(batch: 2), nil).logits }
      return model.training(window, model.initialState(batch: 2), tape, using: &generator).logits
    } + [
      plain(covers, variant + ", perplexity", calls: 30) {
        let model = make()
        return { _ = perplexity(of: model, on: text) }
      }
    ]
  }
}
