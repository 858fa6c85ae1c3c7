import Testing

@testable import SequenceModels

@Suite struct TextCNNTests {
  @Test("A TextCNN trains with PyTorch's losses and weights")
  func trainingEqualsPyTorch() throws {
    let golden = try Golden("text-cnn")
    var generator = SplitMix64(seed: 1)
    let model = TextCNN(
      vocabularySize: 9, embeddingSize: 3, filters: 4, widths: [2, 3], classes: 2,
      using: &generator)
    try golden.load(into: model, prefix: "start ")
    var adam = Adam(learningRate: 1e-2)
    var losses: [Float] = []
    for (batch, labels) in zip(try golden.layers("tokens"), try golden.layers("labels")) {
      let tokens = (0..<5).map { row in (0..<7).map { Int(batch[row, $0]) } }
      let loss = model(tokens, Tape()).crossEntropy(labels.elements.map { Int($0) })
      losses.append(loss.value.scalar)
      adam.minimize(loss, of: model)
    }
    try golden.expect(Tensor(losses, shape: [10]), "losses")
    for (name, parameter) in model.parameters { try golden.expect(parameter.value, "end \(name)") }
  }

  @Test("Padding changes no logit, not even of sentences shorter than a filter")
  func paddingChangesNothing() {
    var generator = SplitMix64(seed: 3)
    let model = TextCNN(
      vocabularySize: 9, embeddingSize: 5, filters: 6, widths: [2, 4], classes: 3,
      using: &generator)
    let sentences = [[1, 2, 3, 4, 5, 6], [7], [8, 1], [2, 2, 2, 2]]
    let padded = sentences.map { $0 + Array(repeating: 5, count: 8 - $0.count) }
    let together = model(padded, lengths: sentences.map(\.count)).value
    for (row, sentence) in sentences.enumerated() {
      let alone = model([sentence]).value
      #expect(alone.elements == (0..<3).map { together[row, $0] })
    }
  }

  @Test("It learns which pair of words decides, and its strongest filter fires on that pair")
  func learnsThePairThatDecides() throws {
    var generator = SplitMix64(seed: 5)
    let model = TextCNN(
      vocabularySize: 8, embeddingSize: 8, filters: 6, widths: [2], classes: 2, dropout: 0.1,
      using: &generator)
    // Label 1 if and only if word 1 ("not") is followed by word 2 ("bad").
    var sentences: [[Int]] = []
    for row in 0..<120 {
      var words = (0..<6).map { _ in 3 + generator.index(below: 5) }
      let place = generator.index(below: 5)
      words[place] = row % 3 == 2 ? 2 : 1
      words[place + 1] = row % 3 == 2 ? 1 : row % 3 == 0 ? 2 : words[place + 1]
      sentences.append(words)
    }
    let labels = (0..<120).map { $0 % 3 == 0 ? 1 : 0 }
    var adam = Adam(learningRate: 0.02)
    for _ in 0..<60 {
      let logits = model.training(sentences, Tape(), using: &generator)
      adam.minimize(logits.crossEntropy(labels), of: model)
    }
    let logits = model(sentences).value
    let right = labels.indices.filter { (logits[$0, 1] > logits[$0, 0]) == (labels[$0] == 1) }
    #expect(right.count >= 118)
    let votes = zip(model.votes(for: 1, width: 2), model.votes(for: 0, width: 2)).map { $0 - $1 }
    let filter = try #require(votes.indices.max { votes[$0] < votes[$1] })
    let strongest = model.firings(of: filter, width: 2, in: sentences).prefix(10)
    #expect(strongest.count == 10 && strongest.allSatisfy { $0.tokens == [1, 2] })
    #expect(
      strongest.allSatisfy { Array(sentences[$0.sentence][$0.position...].prefix(2)) == [1, 2] })
  }
}
