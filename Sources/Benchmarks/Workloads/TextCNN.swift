internal import SequenceModels

extension Workload {
  static let textCNN = Workload(
    "textcnn", "training: Kim's network, 100 filters of each width 3, 4, 5, dropout 0.5"
  ) { sampling in
    let (batch, time, vocabulary, size, filters) = (64, 50, 5000, 100, 100)
    var generator = SplitMix64(seed: 7)
    let lengths = Array(repeating: time, count: batch)
    let batches = (0..<TrainingCase.batches).map { _ in
      generator.rows(lengths, below: vocabulary)
    }
    let classes = generator.rows(Array(repeating: batch, count: batches.count), below: 2)
    var start = SplitMix64(seed: 1)
    let model = TextCNN(
      vocabularySize: vocabulary, embeddingSize: size, filters: filters, classes: 2, using: &start)
    let windows = [3, 4, 5].reduce(0) { $0 + 2 * size * filters * $1 * (time - $1 + 1) }
    return TrainingCase.train(
      model, tokens: Double(batch * time), operations: Double(windows) / Double(time), sampling
    ) { place, tape in
      model.training(batches[place], tape, using: &generator).crossEntropy(classes[place])
    }
  }
}
