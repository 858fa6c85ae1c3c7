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
    GradientRow(covers: "GELU") {
      Differentiable(inputs([("x", [2, 3, 5])])) { ($0[0] * 3).gelu() }
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
    }
  ]
}
