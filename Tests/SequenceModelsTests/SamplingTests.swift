import Testing

@testable import SequenceModels

@Suite struct SamplingTests {
  private static let logits: [Float] = [1, 3, 2, 3, -1]

  @Test("Temperature 0 takes the most probable token, of equal ones the first")
  func greedy() {
    var generator = SplitMix64(seed: 71)
    #expect(draw(Self.logits, temperature: 0, using: &generator) == 1)
  }

  @Test("Tokens are drawn with probability softmax(logits / temperature)", arguments: [0.5, 1, 3])
  func frequencies(temperature: Float) {
    var generator = SplitMix64(seed: 72)
    let count = 20_000
    var counts = [Double](repeating: 0, count: 5)
    for _ in 0..<count {
      counts[draw(Self.logits, temperature: temperature, using: &generator)] += 1
    }
    let p = Variable(Tensor(Self.logits.map { $0 / temperature }, shape: [5])).softmax().value
    for token in 0..<5 {
      let expected = Double(p[token])
      let deviation = (expected * (1 - expected) / Double(count)).squareRoot()
      #expect(abs(counts[token] / Double(count) - expected) < 4.5 * deviation, "token \(token)")
    }
  }

  @Test("Top-k draws the k most probable tokens only")
  func topK() {
    var generator = SplitMix64(seed: 73)
    let drawn = Set((0..<300).map { _ in draw(Self.logits, topK: 3, using: &generator) })
    #expect(drawn == [1, 2, 3])
  }

  @Test("A sample has the length asked for and is the same for a seed")
  func samplesRepeat() {
    var weights = SplitMix64(seed: 74)
    let model = LanguageModel(vocabularySize: 6, embeddingSize: 3, hiddenSize: 4, using: &weights)
    let samples = ([75, 75, 76] as [UInt64]).map { seed in
      var generator = SplitMix64(seed: seed)
      return sample(model, prompt: [1, 2], length: 30, using: &generator)
    }
    #expect(samples[0].count == 30)
    #expect(samples[0] == samples[1])
    #expect(samples[0] != samples[2])
  }
}
