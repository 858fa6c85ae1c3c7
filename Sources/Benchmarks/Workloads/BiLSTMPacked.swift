internal import SequenceModels

extension Workload {
  static let bilstmPacked = Workload(
    "bilstm-packed", "training: a classifier, bidirectional LSTM of 128, lengths 16 to 64"
  ) { sampling in
    let (batch, time, vocabulary, hidden, embedding) = (32, 64, 5000, 128, 100)
    var generator = SplitMix64(seed: 7)
    let batches = (0..<TrainingCase.batches).map { _ in
      let lengths = [time] + (1..<batch).map { _ in 16 + generator.index(below: time - 15) }
      return PaddedBatch(generator.rows(lengths, from: 1, below: vocabulary))
    }
    let classes = generator.rows(Array(repeating: batch, count: batches.count), below: 2)
    let model = BidirectionalClassifier(
      vocabulary: vocabulary, embedding: embedding, hidden: hidden, classes: 2)
    let tokens = Double(batches.reduce(0) { $0 + $1.lengths.reduce(0, +) }) / Double(batches.count)
    let operations = Double(2 * 2 * 4 * hidden * (embedding + hidden))
    return TrainingCase.train(
      model, tokens: tokens, operations: operations, sampling
    ) { place, tape in
      model(batches[place], tape).crossEntropy(classes[place])
    }
  }
}

/// The last states of both directions, classified.
private struct BidirectionalClassifier: Layer {
  let embedding: Embedding
  let lstm: LSTM
  let head: Linear

  init(vocabulary: Int, embedding size: Int, hidden: Int, classes: Int) {
    var generator = SplitMix64(seed: 1)
    embedding = Embedding(vocabularySize: vocabulary, size: size, using: &generator)
    lstm = LSTM(size, hidden, bidirectional: true, using: &generator)
    head = Linear(2 * hidden, classes, using: &generator)
  }

  var children: Children { ["embedding": embedding, "lstm": lstm, "head": head] }

  func callAsFunction(_ batch: PaddedBatch, _ tape: Tape) -> Variable {
    let (_, state) = lstm(embedding(batch.tokens, tape), lengths: batch.lengths)
    return head(concatenate(state.hidden, axis: 1))
  }
}
