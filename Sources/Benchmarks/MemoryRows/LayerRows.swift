internal import SequenceModels

extension MemoryRow {
  private static let tokens = [[1, 5, 1, 2], [0, 3, 5, 4], [4, 0, 0, 0]]

  static var layerRows: [MemoryRow] {
    [
      layer(["Linear"], x: [4, 5, 8], { Linear(8, 6, using: &$0) }, { $0($1) }),
      layer(["LayerNorm"], x: [4, 5, 8], { _ in LayerNorm(8) }, { $0($1) }),
      layer(
        ["Dropout"], x: [4, 5, 8], { _ in Dropout(0.3) },
        { layer, x in
          var generator = SplitMix64(seed: 3)
          return layer(x, using: &generator)
        }),
      layer(
        ["FeedForward"], "relu, dropout", x: [4, 5, 8],
        { FeedForward(8, hiddenSize: 16, activation: .relu, dropout: 0.2, using: &$0) },
        { layer, x in
          var generator = SplitMix64(seed: 3)
          return layer(x, using: &generator)
        }),
      layer(
        ["FeedForward", "GELUFeedForward"], "many rows", x: [12, 5, 8],
        { FeedForward(8, hiddenSize: 16, activation: .gelu, using: &$0) }, { $0($1) }),
      layer(
        ["Conv1d", "Convolution1d"], "same", x: [4, 5, 8],
        { Conv1d(8, 6, width: 3, padding: .same, using: &$0) }, { $0($1) }),
      layer(
        ["Conv1d", "Convolution1d"], "causal, dilation, groups, no bias", x: [4, 9, 8],
        {
          Conv1d(
            8, 6, width: 3, padding: .causal, dilation: 2, groups: 2, bias: false, using: &$0)
        }, { $0($1).maxOverTime() }),
      model(["Embedding"], "", { Embedding(vocabularySize: 6, size: 8, using: &$0) }) {
        $0(tokens, $1)
      },
      model(
        ["TextCNN"], calls: 500,
        {
          TextCNN(
            vocabularySize: 6, embeddingSize: 8, filters: 4, widths: [2, 3, 5], classes: 2,
            using: &$0)
        },
        { model, tape in
          var generator = SplitMix64(seed: 5)
          return model.training(tokens, lengths: [4, 3, 1], tape, using: &generator)
        }),
      [
        plain(["TextCNN"], "firings", calls: 500) {
          var generator = SplitMix64(seed: 1)
          let model = TextCNN(
            vocabularySize: 6, embeddingSize: 8, filters: 4, widths: [2, 3], classes: 2,
            using: &generator)
          return {
            _ = model.firings(of: 1, width: 2, in: tokens)
            _ = model.votes(for: 0, width: 3)
          }
        }
      ],
    ].flatMap { $0 }
  }
}
