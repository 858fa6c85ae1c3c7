import Testing

@testable import SequenceModels

extension GradientRow {
  static let decodingRows: [GradientRow] = attentionSteps + attentionLayers

  private static func inputs(_ shapes: [(String, [Int])]) -> [(name: String, value: Tensor)] {
    shapes.enumerated().map { (name: $1.0, value: random($1.1, seed: UInt64($0 + 1))) }
  }

  /// Three sources of uneven length; `combine` gets context `[rows, 5]` and weights `[rows, 4]`.
  private static func attentionStep(
    _ variant: String, additive: Bool, scale: Float = 1, sources: [Int]? = nil,
    _ combine: @escaping @Sendable (Variable, Variable) -> Variable
  ) -> GradientRow {
    GradientRow(covers: "AttentionStep", variant: variant) {
      let shapes = [
        ("q", [sources?.count ?? 3, 6]), ("k", [3, 4, 6]), ("h", [3, 4, 5]), ("v", [6]),
      ]
      return Differentiable(inputs(additive ? shapes : shapes.dropLast())) {
        let (context, weights) = AttentionStep(
          scale: scale, lengths: [4, 1, 3], sources: sources)($0)
        return combine(context, weights)
      }
    }
  }

  private static let attentionSteps: [GradientRow] = [
    attentionStep("additive", additive: true) { concatenate([$0, $1], axis: 1) },
    attentionStep("additive, context alone", additive: true) { context, _ in context },
    attentionStep("additive, weights alone", additive: true) { _, weights in weights },
    attentionStep("additive, rows that share sources", additive: true, sources: [2, 0, 2, 0, 1]) {
      concatenate([$0, $1], axis: 1)
    },
    attentionStep("product", additive: false, scale: 0.7) { concatenate([$0, $1], axis: 1) },
    attentionStep("product, rows that share sources", additive: false, sources: [2, 2]) {
      concatenate([$0, $1], axis: 1)
    },
  ]

  private static let attentionLayers: [GradientRow] =
    Attention.Score.allCases.map { score in
      GradientRow(covers: "Attention", variant: score.rawValue) {
        var generator = SplitMix64(seed: 4)
        let layer = Attention(
          score, querySize: 5, size: 5, attentionSize: 7, using: &generator)
        return Differentiable(layer, inputs: inputs([("q", [2, 5]), ("h", [2, 3, 5])])) { _, x in
          let (context, weights) = layer(x[0], layer.memory(x[1], lengths: [3, 2]))
          return concatenate([context, weights], axis: 1)
        }
      }
    } + [
      seq2seq("a whole model", .additive) { LSTM(3, 4, using: &$0) },
      seq2seq("a whole model, bottleneck", nil) { LSTM(3, 4, using: &$0) },
      seq2seq("a whole model, bridge from two directions", .additive) {
        LSTM(3, 3, bidirectional: true, using: &$0)
      },
    ]

  private static func seq2seq(
    _ variant: String, _ score: Attention.Score?, scale: Float = 2.5,
    _ encoder: @escaping @Sendable (inout SplitMix64) -> LSTM
  ) -> GradientRow {
    GradientRow(covers: "Seq2Seq", variant: variant) {
      var generator = SplitMix64(seed: 4)
      let encoder = encoder(&generator)
      let decoder = LSTM(score == nil ? 3 : 3 + encoder.outputSize, 4, using: &generator)
      let model = Seq2Seq(
        sourceVocabularySize: 6, targetVocabularySize: 5, embeddingSize: 3, encoder: encoder,
        decoder: decoder, attention: score, using: &generator)
      // Large enough weights that gradients stand out of the differences' rounding.
      for (name, parameter) in model.parameters where !name.contains("bias") {
        parameter.value = parameter.value.scaled(by: scale)
      }
      let batch = PairBatch([
        Pair(source: [3, 5, 4], target: [3, 4]), Pair(source: [4], target: [4]),
      ])
      return Differentiable(model) { tape, _ in model(batch, tape).logits }
    }
  }
}
