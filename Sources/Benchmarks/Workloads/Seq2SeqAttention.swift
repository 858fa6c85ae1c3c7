internal import SequenceModels

extension Workload {
  static let seq2seqAttention = Workload(
    "seq2seq-attention", "training: GRU of 128, additive attention, teacher forcing"
  ) { sampling in
    let (batch, time, vocabulary, hidden) = (64, 20, 100, 128)
    var generator = SplitMix64(seed: 7)
    let lengths = Array(repeating: time, count: batch)
    // A target of 19 tokens and its end: the decoder takes 20 steps.
    let batches = (0..<TrainingCase.batches).map { _ in
      let sources = generator.rows(lengths, from: 3, below: vocabulary)
      let targets = generator.rows(lengths.map { $0 - 1 }, from: 3, below: vocabulary)
      return PairBatch(zip(sources, targets).map { Pair(source: $0, target: $1) })
    }
    var start = SplitMix64(seed: 1)
    let encoder = GRU(hidden, hidden, using: &start)
    let decoder = GRU(2 * hidden, hidden, using: &start)
    let model = Seq2Seq(
      sourceVocabularySize: vocabulary, targetVocabularySize: vocabulary, embeddingSize: hidden,
      encoder: encoder, decoder: decoder, attention: .additive, using: &start)
    let encoding = 2 * 3 * hidden * 2 * hidden + 2 * hidden * hidden
    let attending = 2 * hidden * hidden + 2 * 2 * time * hidden
    let decoding = 2 * 3 * hidden * 3 * hidden + 2 * hidden * vocabulary
    return TrainingCase.train(
      model, tokens: Double(batch * time), operations: Double(encoding + attending + decoding),
      sampling
    ) { place, tape in
      let pairs = batches[place]
      return model(pairs, tape).logits.crossEntropy(pairs.targets)
    }
  }
}
