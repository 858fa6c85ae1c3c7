@testable import SequenceModels

extension GradientRow {
  static let transformerRows: [GradientRow] = transformerOperations + transformerLayers

  private static func inputs(_ shapes: [(String, [Int])]) -> [(name: String, value: Tensor)] {
    shapes.enumerated().map { seed, input in
      (name: input.0, value: random(input.1, seed: UInt64(seed + 20)))
    }
  }

  /// Attention of 2 heads of 3 columns in a batch of 2.
  private static func attention(
    _ variant: String, _ packing: FusedAttention.Packing, queries: Int = 4, keys: Int = 4,
    mask: AttentionMask = .none, dropout: Tensor? = nil
  ) -> GradientRow {
    GradientRow(covers: "FusedAttention", variant: variant) {
      let shapes: [(String, [Int])] =
        switch packing {
        case .together: [("qkv", [2, queries, 18])]
        case .keysWithValues: [("q", [2, queries, 6]), ("kv", [2, keys, 12])]
        case .apart: [("q", [2, queries, 6]), ("k", [2, keys, 6]), ("v", [2, keys, 6])]
        }
      return Differentiable(inputs(shapes)) {
        FusedAttention(packing: packing, heads: 2, mask: mask, dropout: dropout)($0)
      }
    }
  }

  private static var dropoutMask: Tensor {
    var generator = SplitMix64(seed: 8)
    let mask = (0..<(2 * 2 * 4 * 5)).map { _ in generator.unit() < 0.3 ? 0 : Float(1 / 0.7) }
    return Tensor(mask, shape: [2, 2, 4, 5])
  }

  private static let transformerOperations: [GradientRow] = [
    GradientRow(covers: "LayerNormalization") {
      Differentiable(inputs([("x", [2, 3, 7]), ("γ", [7]), ("β", [7])])) {
        $0[0].layerNorm(scale: $0[1], shift: $0[2])
      }
    },
    GradientRow(covers: "LayerNormalization", variant: "longer than a vector") {
      Differentiable(inputs([("x", [3, 37]), ("γ", [37]), ("β", [37])])) {
        $0[0].layerNorm(scale: $0[1], shift: $0[2])
      }
    },
    GradientRow(covers: "LayerNormalization", variant: "residual around it, many rows") {
      Differentiable(inputs([("x", [75, 9]), ("γ", [9]), ("β", [9])])) {
        $0[0] + $0[0].layerNorm(scale: $0[1], shift: $0[2])
      }
    },
    GradientRow(covers: "GELU") {
      Differentiable(inputs([("x", [2, 3, 5])])) { ($0[0] * 3).gelu() }
    },
    GradientRow(covers: "GELUFeedForward") {
      Differentiable(
        inputs([("x", [2, 3, 5]), ("W₁", [7, 5]), ("b₁", [7]), ("W₂", [4, 7]), ("b₂", [4])])
      ) { GELUFeedForward()($0) }
    },
    GradientRow(covers: "GELUFeedForward", variant: "residual around it") {
      Differentiable(
        inputs([("x", [2, 3, 5]), ("W₁", [7, 5]), ("b₁", [7]), ("W₂", [5, 7]), ("b₂", [5])])
      ) { GELUFeedForward()($0 + [$0[0]]) }
    },
    GradientRow(covers: "Rotation") {
      let angles = random([3, 2], seed: 7, bound: 3).elements.map { sineAndCosine(Double($0)) }
      let rotation = Rotation(
        width: 8, sine: Tensor(angles.map { Float($0.sine) }, shape: [3, 2]),
        cosine: Tensor(angles.map { Float($0.cosine) }, shape: [3, 2]))
      return Differentiable(inputs([("x", [2, 3, 11])])) { rotation($0[0]) }
    },
    attention("together", .together),
    attention("together, causal", .together, mask: .causal),
    attention("queries alone", .keysWithValues, queries: 3, keys: 5),
    attention("fewer queries, causal", .keysWithValues, queries: 3, keys: 5, mask: .causal),
    attention("apart, lengths", .apart, queries: 4, keys: 5, mask: .lengths([5, 2])),
    attention(
      "causal with lengths", .apart, queries: 5, keys: 5,
      mask: AttentionMask(causal: true, lengths: [3, 5])),
    attention(
      "dropout", .apart, queries: 4, keys: 5, mask: AttentionMask(causal: true, lengths: [4, 5]),
      dropout: dropoutMask),
    attention("more queries than a block", .apart, queries: 34, keys: 3),
  ]

  private static let transformerLayers: [GradientRow] = [
    GradientRow(covers: "LayerNorm") {
      let layer = LayerNorm(5)
      layer.weight.value = random([5], seed: 2)
      return Differentiable(layer, inputs: inputs([("x", [2, 3, 5])])) { layer($1[0]) }
    },
    GradientRow(covers: "MultiHeadAttention", variant: "causal") {
      let layer = spread { MultiHeadAttention(6, heads: 2, using: &$0) }
      return Differentiable(layer, inputs: inputs([("x", [2, 4, 6])])) {
        layer($1[0], mask: .causal)
      }
    },
    GradientRow(covers: "MultiHeadAttention", variant: "over another sequence, dropout") {
      let layer = spread { MultiHeadAttention(6, heads: 2, dropout: 0.3, using: &$0) }
      return Differentiable(layer, inputs: inputs([("x", [2, 3, 6]), ("memory", [2, 4, 6])])) {
        var generator = SplitMix64(seed: 3)
        return layer($1[0], over: $1[1], mask: .lengths([4, 2]), using: &generator)
      }
    },
    GradientRow(covers: "MultiHeadAttention", variant: "rotary, through the cache") {
      let layer = spread {
        MultiHeadAttention(8, heads: 2, rotary: RotaryPositions(), using: &$0)
      }
      return Differentiable(layer, inputs: inputs([("x", [2, 3, 8]), ("next", [2, 2, 8])])) {
        let (first, cache) = layer($1[0], nil)
        return concatenate([first, layer($1[1], cache).output], axis: 1)
      }
    },
    GradientRow(covers: "RotaryPositions") {
      Differentiable(RotaryPositions(), inputs: inputs([("x", [2, 3, 8])])) {
        RotaryPositions()($1[0], heads: 2, from: 4)
      }
    },
    GradientRow(covers: "SinusoidalPositions") {
      Differentiable(SinusoidalPositions(6), inputs: inputs([("x", [2, 3, 6])])) {
        SinusoidalPositions(6)($1[0], from: 2)
      }
    },
    GradientRow(covers: "LearnedPositions") {
      let layer = spread { LearnedPositions(length: 5, size: 6, using: &$0) }
      return Differentiable(layer, inputs: inputs([("x", [2, 3, 6])])) { layer($1[0], from: 1) }
    },
    GradientRow(covers: "FeedForward", variant: "dropout") {
      let layer = spread {
        FeedForward(5, hiddenSize: 7, activation: .gelu, dropout: 0.3, using: &$0)
      }
      return Differentiable(layer, inputs: inputs([("x", [2, 3, 5])])) {
        var generator = SplitMix64(seed: 3)
        return layer($1[0], using: &generator)
      }
    },
    block("pre-norm", normFirst: true), block("post-norm, dropout", normFirst: false, dropout: 0.2),
    GradientRow(covers: "TransformerEncoder") {
      let encoder = spread { TransformerEncoder(6, heads: 2, layers: 2, using: &$0) }
      return Differentiable(encoder, inputs: inputs([("x", [2, 3, 6])])) {
        encoder($1[0], mask: .lengths([3, 2]))
      }
    },
    GradientRow(covers: "TransformerDecoderLayer", variant: "post-norm, dropout") {
      let layer = spread {
        TransformerDecoderLayer(
          6, heads: 2, hiddenSize: 5, normFirst: false, activation: .gelu, dropout: 0.2, using: &$0)
      }
      return Differentiable(layer, inputs: inputs([("x", [2, 3, 6]), ("memory", [2, 4, 6])])) {
        var generator = SplitMix64(seed: 3)
        return layer($1[0], over: $1[1], lengths: [4, 2], using: &generator)
      }
    },
    GradientRow(covers: "TransformerDecoder", variant: "in two parts") {
      let decoder = spread(by: 0.6) {
        TransformerDecoder(6, heads: 2, layers: 1, hiddenSize: 5, activation: .gelu, using: &$0)
      }
      return Differentiable(decoder, inputs: inputs([("x", [2, 3, 6]), ("memory", [2, 4, 6])])) {
        let start = decoder.initialState(over: $1[1], lengths: [3, 4])
        let (first, state) = decoder($1[0].slice(axis: 1, 0..<2), start)
        return concatenate([first, decoder($1[0].slice(axis: 1, 2..<3), state).output], axis: 1)
      }
    },
    GradientRow(covers: "TransformerSeq2Seq") {
      let model = spread(by: 0.5) {
        TransformerSeq2Seq(
          sourceVocabularySize: 5, targetVocabularySize: 4, size: 4, heads: 2, layers: 1,
          hiddenSize: 5, activation: .gelu, dropout: 0.1, using: &$0)
      }
      return Differentiable(model) { tape, _ in
        var generator = SplitMix64(seed: 5)
        return model(
          [[1, 4, 0], [3, 2, 2]], lengths: [2, 3], target: [[0, 3], [0, 1]], tape,
          using: &generator)
      }
    },
    languageModel("learned positions", .learned),
    languageModel("rotary, dropout", .rotary, dropout: 0.2),
  ]

  /// A layer whose parameters are all somewhere in general.
  static func spread<L: Layer>(by bound: Float = 0.2, _ make: (inout SplitMix64) -> L) -> L {
    var generator = SplitMix64(seed: 4)
    let layer = make(&generator)
    for parameter in layer.distinctParameters {
      parameter.value.add(
        Initializer.uniform(parameter.value.shape, bound: bound, using: &generator))
    }
    return layer
  }

  private static func block(
    _ variant: String, normFirst: Bool, dropout: Float = 0
  ) -> GradientRow {
    GradientRow(covers: "TransformerBlock", variant: variant) {
      let block = spread {
        TransformerBlock(
          6, heads: 2, hiddenSize: 5, normFirst: normFirst, dropout: dropout, using: &$0)
      }
      return Differentiable(block, inputs: inputs([("x", [2, 3, 6])])) {
        var generator = SplitMix64(seed: 3)
        return block($1[0], mask: .causal, using: &generator)
      }
    }
  }

  private static func languageModel(
    _ variant: String, _ positions: TransformerLanguageModel.Positions, dropout: Float = 0
  ) -> GradientRow {
    GradientRow(covers: "TransformerLanguageModel", variant: variant) {
      // Vectors long enough that layer norm is no sharp bend at the differences' steps.
      let model = spread(by: 1) {
        TransformerLanguageModel(
          vocabularySize: 6, size: 4, heads: 2, layers: 1, contextLength: 4,
          positions: positions, dropout: dropout, using: &$0)
      }
      return Differentiable(model) { tape, _ in
        var generator = SplitMix64(seed: 5)
        return model.training(
          [[1, 5, 1], [0, 3, 5]], model.initialState(batch: 2), tape, using: &generator
        ).logits
      }
    }
  }
}
