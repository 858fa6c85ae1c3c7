import Testing

@testable import SequenceModels

@Suite struct Seq2SeqTests {
  private static let pairs = [
    Pair(source: [3, 5, 4, 3, 6], target: [3, 4, 5]), Pair(source: [6, 3], target: [5]),
    Pair(source: [4], target: [4, 3]),
  ]

  private static func model(
    _ score: Attention.Score?, attentionSize: Int? = nil, dropout: Float = 0
  ) -> Seq2Seq<GRU, GRU> {
    var generator = SplitMix64(seed: 3)
    return Seq2Seq(
      sourceVocabularySize: 7, targetVocabularySize: 7, embeddingSize: 3,
      encoder: GRU(3, 5, using: &generator),
      decoder: GRU(score == nil ? 3 : 8, 5, using: &generator),
      attention: score, attentionSize: attentionSize, dropout: dropout, using: &generator)
  }

  @Test(
    "Every score has PyTorch's logits, weights and gradients, sources of uneven lengths",
    arguments: Attention.Score.allCases)
  func golden(score: Attention.Score) throws {
    let golden = try TransformerGolden("seq2seq")
    let model = Self.model(score, attentionSize: score == .additive ? 4 : nil)
    let batch = PairBatch(Self.pairs)
    try golden.expect(model, "\(score) ", inputs: []) { model, _ in model(batch, Tape()).logits }
    let weights = model(batch).weights.map(\.value)
    let expected = try golden["\(score) weights"]
    for (time, weights) in weights.enumerated() {
      for row in 0..<3 {
        for step in 0..<5 {
          #expect(abs(weights[row, step] - expected[row, time, step]) < 1e-6)
          #expect(step < batch.sourceLengths[row] || weights[row, step] == 0)
        }
      }
    }
  }

  @Test(
    "A pair's logits are the same bits in a padded batch as alone",
    arguments: [nil] + Attention.Score.allCases)
  func padding(score: Attention.Score?) {
    let model = Self.model(score)
    let together = model(PairBatch(Self.pairs)).logits.value
    for (row, pair) in Self.pairs.enumerated() {
      let alone = model(PairBatch([pair])).logits.value
      for time in 0...pair.target.count {
        for token in 0..<7 { #expect(together[row, time, token] == alone[0, time, token]) }
      }
    }
  }

  @Test(
    "The gradient of a padded batch is the weighted mean of its pairs'",
    arguments: [nil] + Attention.Score.allCases)
  func gradients(score: Attention.Score?) throws {
    let model = Self.model(score)
    func gradients(_ pairs: [Pair]) throws -> [[Float]] {
      let batch = PairBatch(pairs)
      model.clearGradients()
      model(batch, Tape()).logits.crossEntropy(batch.targets.flatMap { $0 }, weights: batch.weights)
        .backward()
      return try model.parameters.map { try #require($0.parameter.gradient).elements }
    }
    let together = try gradients(Self.pairs)
    let parts = try Self.pairs.map { try gradients([$0]) }
    let counts = Self.pairs.map { Float($0.target.count + 1) }
    let all = counts.reduce(0, +)
    for (place, whole) in together.enumerated() {
      let sum = whole.indices.map { element in
        zip(parts, counts).reduce(Float(0)) { $0 + $1.0[place][element] * $1.1 / all }
      }
      #expect(relativeError(whole, sum) < 1e-5, "\(model.parameters[place].name)")
    }
  }

  @Test(
    "Forced always it reads the right tokens; never, its own; sometimes, about as many as it should",
    arguments: [nil, .additive] as [Attention.Score?])
  func forcing(score: Attention.Score?) {
    let model = Self.model(score)
    var generator = SplitMix64(seed: 9)
    let pairs = (0..<60).map { _ in
      Pair(
        source: (0..<4).map { _ in 3 + generator.index(below: 4) },
        target: (0..<6).map { _ in 3 + generator.index(below: 4) })
    }
    let batch = PairBatch(pairs)
    let taught = model(batch)
    let always = model(batch, forcing: 1, using: &generator)
    #expect(always.inputs == batch.inputs && always.logits.value == taught.logits.value)

    func own(_ output: Seq2Seq<GRU, GRU>.Output, _ row: Int, _ time: Int) -> Int {
      Variable(output.logits.value).step(time - 1).value.largest(row: row)
    }
    let never = model(batch, forcing: 0, using: &generator)
    for row in 0..<60 {
      #expect(never.inputs[row][0] == batch.inputs[row][0])
      for time in 1..<7 { #expect(never.inputs[row][time] == own(never, row, time)) }
    }

    let sometimes = model(batch, forcing: 0.7, using: &generator)
    var (right, told) = (0, 0)
    for row in 0..<60 {
      for time in 1..<7 {
        let (read, mine) = (sometimes.inputs[row][time], own(sometimes, row, time))
        #expect(read == batch.inputs[row][time] || read == mine)
        guard batch.inputs[row][time] != mine else { continue }
        told += 1
        right += read == mine ? 0 : 1
      }
    }
    // Three and a half standard deviations of a fair draw.
    let share = Double(right) / Double(told)
    #expect(abs(share - 0.7) < 3.5 * (0.21 / Double(told)).squareRoot(), "\(share) of \(told)")
  }

  @Test("Free running writes what greedy translation writes")
  func freeRunning() {
    let model = Self.model(.additive)
    var generator = SplitMix64(seed: 1)
    let sources = Self.pairs.map(\.source)
    let batch = PairBatch(sources.map { Pair(source: $0, target: Array(repeating: 3, count: 7)) })
    let output = model(batch, forcing: 0, using: &generator)
    for (row, translation) in model.translate(sources, length: 7).enumerated() {
      #expect(Array(output.inputs[row].dropFirst().prefix(translation.count)) == translation)
    }
  }

  @Test(
    "Dropout acts in training only, on vectors and outputs, as the generator says",
    arguments: [nil, .additive] as [Attention.Score?])
  func dropout(score: Attention.Score?) {
    let (plain, model) = (Self.model(score), Self.model(score, dropout: 0.5))
    let batch = PairBatch(Self.pairs)
    func trained(seed: UInt64) -> Tensor {
      var generator = SplitMix64(seed: seed)
      return model(batch, Tape(), forcing: 1, using: &generator).logits.value
    }
    #expect(model(batch).logits.value == plain(batch).logits.value)
    #expect(trained(seed: 1) == trained(seed: 1) && trained(seed: 1) != trained(seed: 2))

    // What is kept is doubled; the bounds are five standard deviations.
    let state = Variable(Tensor([Float](repeating: 1, count: 4000), shape: [4000]))
    var generator = SplitMix64(seed: 4)
    let kept = model.dropout(state, using: &generator).value.elements
    #expect(kept.allSatisfy { $0 == 0 || $0 == 2 })
    #expect(abs(kept.reduce(0, +) / 4000 - 1) < 0.08)
  }
}
