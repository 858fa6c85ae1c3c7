import Testing

@testable import SequenceModels

@Suite struct TransformerSeq2SeqTests {
  /// Sources of digits 2 to 4 with their reverse; 0 starts, 1 ends and pads.
  private static func examples(
    _ count: Int, using generator: inout SplitMix64
  ) -> (sources: [[Int]], lengths: [Int], targets: [[Int]]) {
    let words = (0..<count).map { _ in
      (0..<(1 + generator.index(below: 3))).map { _ in 2 + generator.index(below: 3) }
    }
    return (
      words.map { $0 + Array(repeating: 1, count: 3 - $0.count) }, words.map(\.count),
      words.map { [0] + $0.reversed() + Array(repeating: 1, count: 4 - $0.count) }
    )
  }

  private static func model(_ generator: inout SplitMix64) -> TransformerSeq2Seq {
    TransformerSeq2Seq(
      sourceVocabularySize: 5, targetVocabularySize: 5, size: 16, heads: 2, layers: 1,
      using: &generator)
  }

  @Test("A small model learns to reverse, and decodes step by step what it learned")
  func learnsToReverse() {
    var generator = SplitMix64(seed: 121)
    let model = Self.model(&generator)
    var adam = Adam(learningRate: 0.01)
    for _ in 0..<120 {
      let (sources, lengths, targets) = Self.examples(16, using: &generator)
      let logits = model(
        sources, lengths: lengths, target: targets.map { Array($0.dropLast()) }, Tape())
      let loss = logits.crossEntropy(targets.map { Array($0.dropFirst()) })
      adam.minimize(loss, of: model, clip: 1)
    }
    let (sources, lengths, targets) = Self.examples(40, using: &generator)
    var state = model.state(of: sources, lengths: lengths)
    var tokens = targets.map { [$0[0]] }
    for _ in 0..<4 {
      let (scores, next) = model.step(tokens.map { $0[$0.count - 1] }, state)
      state = next
      for row in tokens.indices {
        tokens[row].append((0..<5).max { scores[row, $0] < scores[row, $1] } ?? 0)
      }
    }
    let right = zip(tokens, targets).filter { $0 == $1 }.count
    #expect(right >= 36, "\(right) of 40")
    let weights = model.attentionWeights(
      sources, lengths: lengths, target: targets, layer: 0)
    #expect(weights.shape == [40, 2, 5, 3])
    for row in 0..<40 where lengths[row] < 3 { #expect(weights[row, 1, 2, 2] == 0) }
  }

  @Test("Steps give the same bits as teacher forcing, whatever the padding holds")
  func stepsEqualTheWhole() {
    var generator = SplitMix64(seed: 122)
    let model = Self.model(&generator)
    let (sources, lengths, targets) = Self.examples(5, using: &generator)
    let padded = zip(sources, lengths).map { source, length in
      source.enumerated().map { $0 < length ? $1 : 4 }
    }
    let whole = model(sources, lengths: lengths, target: targets).logSoftmax().value
    var state = model.state(of: padded, lengths: lengths)
    for time in 0..<5 {
      let (scores, next) = model.step(targets.map { $0[time] }, state)
      state = next
      #expect(scores == Variable(whole).step(time).value)
    }
    // Rows that are selected continue as they would.
    let order = [4, 0, 0, 2]
    let some = model.step([3, 2, 2, 4], state.selecting(rows: order)).logProbabilities
    let all = model.step([2, 0, 4, 0, 3], state).logProbabilities
    for (place, row) in order.enumerated() {
      for token in 0..<5 { #expect(some[place, token] == all[row, token]) }
    }
  }
}
