internal import SequenceModels

extension MemoryRow {
  static var trainingRows: [MemoryRow] {
    [
      optimizer("SGD", "plain") { SGD(learningRate: 0.01) },
      optimizer("SGD", "momentum") {
        SGD(learningRate: 0.01, momentum: 0.9, nesterov: true, weightDecay: 0.1)
      },
      optimizer("Adam", "amsgrad") { Adam(weightDecay: 0.1, amsgrad: true) },
      optimizer("Adam", "sparse") { Adam(sparse: true) },
      optimizer("AdamW", "") { AdamW() },
      optimizer("RMSprop", "centred, momentum") { RMSprop(momentum: 0.9, centered: true) },
      optimizer("Adagrad", "") { Adagrad(weightDecay: 0.1) },
      loop("LSTM") { languageModel { LSTM(8, 8, using: &$0) } },
      loop("GRU") { languageModel { GRU(8, 6, using: &$0) } },
      loop("Transformer") { transformerModel(.learned) },
      plain(["train", "Seq2Seq"], "on pairs", calls: 20) {
        var generator = SplitMix64(seed: 1)
        let model = Seq2Seq<GRU, GRU>(
          sourceVocabularySize: 7, targetVocabularySize: 8, embeddingSize: 4, hiddenSize: 8,
          attention: .additive, using: &generator)
        return {
          train(
            model, on: pairs, validation: pairs, batch: 2, steps: 4, optimizer: Adam(),
            forcing: .constant(0.7), validations: 2, using: &generator)
        }
      },
    ]
      + [
        ("skip-gram", .skipGram, .negativeSampling(3)), ("CBOW", .cbow, .negativeSampling(3)),
        ("skip-gram, Huffman tree", .skipGram, .hierarchicalSoftmax),
        ("CBOW, Huffman tree", .cbow, .hierarchicalSoftmax),
      ].map(words)
  }

  /// Steps of an optimiser on a table, matrices and biases.
  private static func optimizer<O: Optimizer>(
    _ name: String, _ variant: String, _ make: @escaping () -> O
  ) -> MemoryRow {
    plain([name], variant, calls: 300) {
      let model = languageModel { GRU(8, 6, using: &$0) }
      var optimizer = make()
      return {
        let logits = model([[1, 2, 3]], model.initialState(batch: 1), Tape()).logits
        optimizer.minimize(logits.crossEntropy([[2, 3, 4]]), of: model, clip: 1)
      }
    }
  }

  /// Short training runs, one after the other.
  private static func loop<Model: AutoregressiveModel>(
    _ variant: String, _ make: @escaping () -> Model
  ) -> MemoryRow {
    plain(["train"], variant, calls: 20) {
      var generator = SplitMix64(seed: 1)
      let model = make()
      return {
        train(
          model, on: text, validation: text, batch: 3, time: 5, steps: 4,
          optimizer: SGD(learningRate: 0.01), validations: 2, accumulating: 2, patience: 3,
          plateau: Plateau(factor: 0.5, patience: 2), using: &generator)
      }
    }
  }

  private static func words(
    _ variant: String, _ kind: Word2Vec.Kind, _ objective: Word2Vec.Objective
  ) -> MemoryRow {
    plain(["Word2Vec"], variant, calls: 60) {
      var generator = SplitMix64(seed: 1)
      let sentences = stride(from: 0, to: text.count, by: 12).map { Array(text[$0..<($0 + 12)]) }
      let model = Word2Vec(kind, size: 8, window: 3, objective: objective, subsampling: 0)
      return {
        let vectors = model.train(sentences, vocabularySize: 9, epochs: 1, using: &generator)
        _ = vectors.neighbours(of: "3", count: 3)
        _ = vectors.analogy("1", "2", "3", count: 2)
        _ = vectors.plane(of: ["1", "2", "3"])
      }
    }
  }
}
