import Testing

@testable import SequenceModels

@Suite struct MetricTests {
  @Test(
    "Cross-entropy counts every token but the first once, however the text is cut",
    arguments: [1, 2, 3, 7, 40], [1, 5, 16, 128])
  func everyTokenCountsOnce(strips: Int, time: Int) {
    // A model without memory: how the text is cut cannot matter.
    let table = Bigram()
    let text = Bigram.text(101)
    let exact = table.crossEntropyByHand(of: text)
    let cut = table.crossEntropy(of: text, time: time, strips: strips, warmUp: 3)
    #expect(abs(cut - exact) < 1e-6)
  }

  @Test("Strips with a long warm-up give the cross-entropy of reading from the start")
  func warmUpReplacesTheStart() {
    var generator = SplitMix64(seed: 61)
    let model = LanguageModel(
      vocabularySize: 5, embeddingSize: 3, hiddenSize: 4, using: &generator)
    let text = Bigram.text(203)
    let whole = model.crossEntropy(of: text, time: 11, strips: 1)
    #expect(abs(model.crossEntropy(of: text, time: 64, strips: 4, warmUp: 200) - whole) < 1e-6)
    #expect(abs(model.crossEntropy(of: text, time: 64, strips: 40, warmUp: 0) - whole) > 1e-4)
  }

  @Test("A uniform model has the vocabulary's size as perplexity")
  func uniformModel() {
    let text = Bigram.text(60)
    let model = NGramModel(order: 1, [], vocabularySize: 5)
    #expect(abs(perplexity(of: model, on: text) - 5) < 1e-12)
    #expect(abs(bitsPerCharacter(of: model, on: text) - 2.321928094887362) < 1e-12)
  }

  @Test("Probabilities of an n-gram model sum to one", arguments: [1, 2, 3])
  func probabilitiesSumToOne(order: Int) {
    let model = NGramModel(order: order, Bigram.text(80), vocabularySize: 5, smoothing: 0.3)
    for context in [[0, 1, 2], [4, 4, 4], [3, 2, 1]] {
      let sum = (0..<5).reduce(0) { $0 + model.probability(of: $1, after: context) }
      #expect(abs(sum - 1) < 1e-12)
    }
    #expect(model.crossEntropy(of: Bigram.text(80)) < 1.6)
  }

  @Test("Logarithm and exponential are exact to fourteen digits")
  func elementaryFunctions() {
    // From a table: ln 2, ln 10, e, e^−1.
    #expect(abs(logarithm(2) - 0.69314718055994531) < 1e-15)
    #expect(abs(logarithm(10) - 2.30258509299404568) < 1e-14)
    #expect(abs(exponential(1) - 2.71828182845904523) < 1e-14)
    #expect(abs(exponential(-1) - 0.36787944117144232) < 1e-15)
    for x in stride(from: -30.0, through: 30, by: 0.37) {
      #expect(abs(logarithm(exponential(x)) - x) < 1e-12)
    }
  }
}

/// A table of logits by the token before: a custom model of eight lines.
private struct Bigram: AutoregressiveModel {
  struct Nothing: CarriedState {
    var detached: Nothing { self }
    func selecting(rows: [Int]) -> Nothing { self }
  }
  let table: Embedding

  init() {
    var generator = SplitMix64(seed: 62)
    table = Embedding(vocabularySize: 5, size: 5, using: &generator)
  }

  var children: Children { ["table": table] }
  func initialState(batch: Int) -> Nothing { Nothing() }
  func callAsFunction(
    _ tokens: [[Int]], _ state: Nothing, _ tape: Tape?
  ) -> (logits: Variable, state: Nothing) {
    (table(tokens, tape), state)
  }

  func crossEntropyByHand(of text: [Int]) -> Double {
    let rows = table(text.map { [$0] }).logSoftmax().value
    let sum = (1..<text.count).reduce(0.0) { $0 - Double(rows[$1 - 1, 0, text[$1]]) }
    return sum / Double(text.count - 1)
  }

  static func text(_ count: Int) -> [Int] {
    var generator = SplitMix64(seed: 63)
    return (0..<count).map { _ in generator.choice([5, 1, 3, 1, 2]) }
  }
}
