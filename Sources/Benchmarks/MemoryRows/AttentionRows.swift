internal import SequenceModels

extension MemoryRow {
  static var attentionRows: [MemoryRow] {
    Attention.Score.allCases.flatMap { score in
      layer(
        ["Attention", "AttentionStep"], score.rawValue, x: [4, 5, 8],
        { Attention(score, querySize: 8, size: 8, using: &$0) },
        { layer, x in
          let memory = layer.memory(x, lengths: [5, 1, 3, 2])
          let (context, weights) = layer(x.step(0), memory)
          let shared = layer(x.step(1), memory.selecting(rows: [2, 0, 2, 1])).context
          return concatenate([context, weights, shared], axis: 1)
        })
    }
      + [
        layer(
          ["MultiHeadAttention", "FusedAttention"], "causal, rotary", x: [4, 5, 8],
          { MultiHeadAttention(8, heads: 2, rotary: RotaryPositions(), using: &$0) },
          { $0($1, mask: .causal) }),
        layer(
          ["MultiHeadAttention", "FusedAttention"], "over another, dropout", x: [4, 5, 8],
          { MultiHeadAttention(8, heads: 2, dropout: 0.2, using: &$0) },
          { layer, x in
            var generator = SplitMix64(seed: 3)
            return layer(
              x.slice(axis: 1, 0..<2), over: x, mask: .lengths([5, 1, 3, 2]), using: &generator)
          }),
        layer(
          ["MultiHeadAttention"], "through the cache", x: [4, 5, 8],
          { MultiHeadAttention(8, heads: 2, using: &$0) },
          { layer, x in
            let (first, cache) = layer(x.slice(axis: 1, 0..<2), nil)
            return concatenate([first, layer(x.slice(axis: 1, 2..<5), cache).output], axis: 1)
          }),
        [
          plain(["MultiHeadAttention"], "weights") {
            var generator = SplitMix64(seed: 1)
            let layer = MultiHeadAttention(8, heads: 2, using: &generator)
            let x = Variable(numbers([4, 5, 8]))
            return { _ = layer.weights(x, mask: .causal) }
          }
        ],
        layer(
          ["RotaryPositions", "Rotation"], x: [4, 5, 8], { _ in RotaryPositions() },
          { $0($1, heads: 2, from: 3) }),
        layer(
          ["SinusoidalPositions"], x: [4, 5, 8], { _ in SinusoidalPositions(8) },
          { $0($1, from: 3) }),
        layer(
          ["LearnedPositions"], x: [4, 5, 8], { LearnedPositions(length: 9, size: 8, using: &$0) },
          { $0($1, from: 3) }),
        layer(
          ["TransformerBlock"], "post-norm, dropout", x: [4, 5, 8],
          { TransformerBlock(8, heads: 2, normFirst: false, dropout: 0.1, using: &$0) },
          { block, x in
            var generator = SplitMix64(seed: 3)
            return block(x, mask: .causal, using: &generator)
          }),
        layer(
          ["TransformerEncoder", "GELUFeedForward"], "many rows", x: [10, 6, 8],
          { TransformerEncoder(8, heads: 2, layers: 2, using: &$0) },
          { $0($1, mask: .causal) }),
        layer(
          ["TransformerDecoderLayer"], x: [4, 5, 8],
          { TransformerDecoderLayer(8, heads: 2, using: &$0) },
          { $0($1.slice(axis: 1, 0..<3), over: $1, lengths: [5, 1, 3, 2]) }),
        layer(
          ["TransformerDecoder"], "in two parts", x: [4, 5, 8],
          { TransformerDecoder(8, heads: 2, layers: 2, using: &$0) },
          { decoder, x in
            let start = decoder.initialState(over: x, lengths: [5, 1, 3, 2])
            let (first, state) = decoder(x.slice(axis: 1, 0..<2), start)
            return concatenate([first, decoder(x.slice(axis: 1, 2..<3), state).output], axis: 1)
          }),
      ].flatMap { $0 }
  }
}
