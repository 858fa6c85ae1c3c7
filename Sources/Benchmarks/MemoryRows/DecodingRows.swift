internal import SequenceModels

extension MemoryRow {
  static let pairs = [
    Pair(source: [3, 5, 4, 3, 5], target: [3, 4]), Pair(source: [4, 3], target: [4]),
    Pair(source: [5, 5, 3], target: [5, 3, 6, 4]),
  ]

  static var decodingRows: [MemoryRow] {
    translation("GRU, additive", .additive) { GRU($0, 8, using: &$1) }
      + translation("GRU reset before, additive", .additive) {
        GRU($0, 8, reset: .beforeProduct, using: &$1)
      }
      + translation("GRU, dot", .dot) { GRU($0, 8, using: &$1) }
      + translation("LSTM, general", .general) { LSTM($0, 8, using: &$1) }
      + translation("LSTM of two layers, scaled", .scaledDot) {
        LSTM($0, 8, layers: 2, dropout: 0.2, using: &$1)
      }
      + translation("RNN, additive", .additive) { RNN($0, 8, using: &$1) }
      + translation("LSTM, no attention", nil) { LSTM($0, 8, using: &$1) }
      + [
        plain(["Seq2Seq", "BeamSearch"], "bridge from two directions", calls: 60) {
          var generator = SplitMix64(seed: 1)
          let model = Seq2Seq<GRU, GRU>(
            sourceVocabularySize: 7, targetVocabularySize: 8, embeddingSize: 4, hiddenSize: 8,
            bidirectional: true, attention: .additive, using: &generator)
          return {
            model.clearGradients()
            let batch = PairBatch(pairs)
            model(batch, Tape()).logits.crossEntropy(batch.targets, weights: batch.weights)
              .backward()
            _ = model.translate(pairs.map(\.source), by: BeamSearch(width: 3, length: 5, end: 1))
          }
        }
      ]
      + model(
        ["TransformerSeq2Seq"], calls: 300, { transformerTranslation(&$0) },
        { $0([[3, 5, 4], [4, 3, 0]], lengths: [3, 2], target: [[1, 3], [1, 4]], $1) })
      + steps(["TransformerSeq2Seq"], transformerTranslation, rows: 2, vocabulary: 6) {
        $0.state(of: [[3, 5, 4], [4, 3, 0]], lengths: [3, 2])
      }
      + steps(
        ["ContextDecoder"],
        { _ in ContextDecoder(vocabularySize: 3) { $0.count % 2 == 0 ? [0.5, 0, 0.5] : [0, 1, 3] }
        },
        rows: 2, vocabulary: 3
      ) { $0.initialState(batch: 2) }
      + steps(
        ["LanguageModel"], { _ in languageModel { LSTM(8, 8, using: &$0) } }, rows: 2, vocabulary: 9
      ) { $0.initialState(batch: 2) }
      + steps(
        ["TransformerLanguageModel"], { _ in transformerModel(.rotary) }, rows: 2, vocabulary: 9
      ) { $0.initialState(batch: 2) }
      + [
        plain(["draw"]) {
          var generator = SplitMix64(seed: 2)
          let logits = numbers([40]).elements
          return {
            _ = draw(logits, temperature: 0.8, topK: 9, topP: 0.7, using: &generator)
          }
        },
        prompted("LSTM") { languageModel { LSTM(8, 8, using: &$0) } },
        prompted("GRU") { languageModel { GRU(8, 6, using: &$0) } },
        prompted("Transformer") { transformerModel(.learned) },
      ]
  }

  /// A model trained on pairs and asked in every way.
  private static func translation<L: StackedRecurrence>(
    _ variant: String, _ score: Attention.Score?,
    _ make: @escaping (Int, inout SplitMix64) -> L
  ) -> [MemoryRow] {
    func model(_ generator: inout SplitMix64) -> Seq2Seq<L, L> {
      let encoder = make(4, &generator)
      let decoder = make(4 + (score == nil ? 0 : 8), &generator)
      return Seq2Seq(
        sourceVocabularySize: 7, targetVocabularySize: 8, embeddingSize: 4, encoder: encoder,
        decoder: decoder, attention: score, dropout: 0.1, using: &generator)
    }
    let covers =
      ["Seq2Seq"] + (score == nil ? [] : ["AttendingSequence", "SplitColumns", "Attention"])
    return MemoryRow.model(covers, variant, calls: 200, model) { model, tape in
      let batch = PairBatch(pairs)
      return model(batch, tape).logits.crossEntropy(batch.targets, weights: batch.weights)
    }
      + MemoryRow.model(covers, variant + ", its own tokens", calls: 100, model) { model, tape in
        var generator = SplitMix64(seed: 4)
        let batch = PairBatch(pairs)
        return model(batch, tape, forcing: 0.5, using: &generator).logits
          .crossEntropy(batch.targets, weights: batch.weights)
      }
      + steps(covers, model, variant, rows: 3, vocabulary: 8) { $0.read(pairs.map(\.source)) }
      + [
        plain(covers, variant + ", translate", calls: 60) {
          var generator = SplitMix64(seed: 1)
          let model = model(&generator)
          return {
            _ = model.translate(pairs.map(\.source), length: 5)
            _ = model.attentionWeights(source: [3, 4], target: [4, 3])
            _ = model.crossEntropy(of: pairs)
          }
        }
      ]
  }

  private static func transformerTranslation(
    _ generator: inout SplitMix64
  ) -> TransformerSeq2Seq {
    TransformerSeq2Seq(
      sourceVocabularySize: 7, targetVocabularySize: 6, size: 8, heads: 2, layers: 1,
      using: &generator)
  }

  /// Every way to decode.
  private static func steps<D: StepDecoder>(
    _ covers: [String], _ make: @escaping (inout SplitMix64) -> D,
    _ variant: String = "", rows: Int, vocabulary: Int,
    _ state: @escaping (D) -> D.State
  ) -> [MemoryRow] {
    func row(
      _ way: String, calls: Int = 100, _ run: @escaping (D, inout SplitMix64) -> Void
    ) -> MemoryRow {
      MemoryRow(covers: covers + [way], name: name(covers[0], variant, way), calls: calls) {
        var generator = SplitMix64(seed: 1)
        let decoder = make(&generator)
        return { run(decoder, &generator) }
      }
    }
    let starts = Array(repeating: 1, count: rows)
    return [
      row("greedy") { decoder, _ in
        _ = greedy(decoder, from: state(decoder), starts: starts, end: 0, length: 6)
      },
      row("sample") { decoder, generator in
        _ = sample(
          decoder, from: state(decoder), starts: starts, end: 0, length: 6, topP: 0.9,
          using: &generator)
      },
      row("BeamSearch") { decoder, _ in
        let search = BeamSearch(
          width: 3, length: 5, end: 0, count: 2, normalization: .wu(0.6), prunedNodes: 2)
        _ = search(decoder, from: state(decoder), starts: starts)
      },
      row("exhaustiveSearch", calls: 30) { decoder, _ in
        let one = state(decoder).selecting(rows: [0])
        _ = exhaustiveSearch(decoder, from: one, start: 1, end: 0, length: 2, count: 5)
      },
    ]
  }

  /// A text that goes on from a prompt, drawn and searched for.
  private static func prompted<Model: AutoregressiveModel>(
    _ variant: String, _ make: @escaping () -> Model
  ) -> MemoryRow {
    plain(["sample", "BeamSearch"], "after a prompt, " + variant, calls: 60) {
      var generator = SplitMix64(seed: 2)
      let model = make()
      return {
        _ = sample(model, prompt: [1, 4, 2], length: 9, using: &generator)
        _ = BeamSearch(width: 3, length: 4)(model, prompt: [1, 4])
      }
    }
  }
}
