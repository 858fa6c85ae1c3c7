import Testing

@testable import SequenceModels

extension GradientRow {
  /// A decoder of width 5 over three steps; sources of 4 and 2 steps.
  private static func attending(
    _ variant: String, _ kind: AttendingSequence.Kind, query: Bool, score: Bool, scale: Float = 1,
    step: Float = 0.02,
    _ combine: @escaping @Sendable (Variable, Variable) -> Variable = { output, weights in
      concatenate([output.reshaped([6, 5]), weights], axis: 1)
    }
  ) -> GradientRow {
    GradientRow(covers: "AttendingSequence", variant: variant) {
      let (h, gates) = (5, kind.gates)
      let width = query ? 6 : h
      var shapes = [
        ("x", [2, 3, 4]), ("W", [gates * h, 4]), ("U", [gates * h, h]), ("bias_ih", [gates * h]),
        ("bias_hh", [gates * h]), ("h", [2, h]),
      ]
      if kind.isLSTM { shapes.append(("c", [2, h])) }
      shapes += [("C", [gates * h, 3]), ("k", [2, 4, width]), ("values", [2, 4, 3])]
      if query { shapes.append(("Q", [width, h])) }
      if score { shapes.append(("v", [width])) }
      let inputs = shapes.enumerated().map { seed, input in
        (name: input.0, value: random(input.1, seed: UInt64(seed), bound: 0.7))
      }
      var check = Differentiable(inputs) {
        let (output, weights) = AttendingSequence(
          kind: kind, lookup: nil, scale: scale, lengths: [4, 2], hasQuery: query)($0)
        return combine(output, weights)
      }
      check.step = step
      return check
    }
  }

  static let attendingRows: [GradientRow] = [
    attending("LSTM, additive", .lstm, query: true, score: true),
    attending("GRU, additive", .gru, query: true, score: true),
    attending("RNN, additive", .rnn(.tanh), query: true, score: true),
    attending("GRU, product", .gru, query: false, score: false, scale: 0.7),
    attending("LSTM, product", .lstm, query: false, score: false),
    attending("GRU, output alone", .gru, query: true, score: true, step: 0.04) { output, _ in
      output
    },
    attending("LSTM, weights alone", .lstm, query: true, score: true, step: 0.08) { $1 },
  ]
}

@Suite struct AttendingTests {
  private static let batch = PairBatch([
    Pair(source: [3, 5, 4, 3, 5], target: [3, 4]), Pair(source: [4, 3], target: [4]),
    Pair(source: [5, 5, 3], target: [5, 3, 6, 4]),
  ])

  private static func model<Layer: StackedRecurrence>(
    _ score: Attention.Score, _ layer: (Int, inout SplitMix64) -> Layer
  ) -> Seq2Seq<Layer, Layer> {
    var generator = SplitMix64(seed: 3)
    let (encoder, decoder) = (layer(4, &generator), layer(4 + 21, &generator))
    return Seq2Seq(
      sourceVocabularySize: 7, targetVocabularySize: 8, embeddingSize: 4, encoder: encoder,
      decoder: decoder, attention: score, using: &generator)
  }

  @Test(
    "The fused decoder has the bits of its steps, and gradients within rounding",
    arguments: Attention.Score.allCases)
  func fusedEqualsSteps(score: Attention.Score) throws {
    func check<Layer: StackedRecurrence>(_ model: Seq2Seq<Layer, Layer>) throws {
      func run(fused: Bool) -> (logits: Tensor, weights: [Tensor], gradients: [Tensor]) {
        model.clearGradients()
        let (tape, batch) = (Tape(), Self.batch)
        var none = NoDropout()
        let output =
          fused
          ? model(batch, tape)
          : model.run(
            batch, from: model.read(batch.sources, lengths: batch.sourceLengths, tape, &none), tape,
            &none
          ) { _, _ in true }
        // Squares, for the sum of weights is always 1.
        let attended = output.weights.enumerated().map { ($1 * $1 * Float($0 + 1)).sum() }
        let loss = attended.reduce(
          output.logits.crossEntropy(batch.targets, weights: batch.weights), +)
        loss.backward()
        return (
          output.logits.value, output.weights.map(\.value),
          model.parameters.compactMap(\.parameter.gradient)
        )
      }
      let (fused, steps) = (run(fused: true), run(fused: false))
      #expect(fused.logits == steps.logits)
      #expect(fused.weights == steps.weights && fused.weights.count == 5)
      #expect(fused.gradients.count == steps.gradients.count)
      for (place, (found, expected)) in zip(fused.gradients, steps.gradients).enumerated() {
        let name = model.parameters[place].name
        #expect(relativeError(found.elements, expected.elements) < 2e-5, "\(name)")
      }
    }
    try check(Self.model(score) { LSTM($0, 21, using: &$1) })
    try check(Self.model(score) { GRU($0, 21, using: &$1) })
    try check(Self.model(score) { RNN($0, 21, using: &$1) })
    try check(Self.model(score) { RNN($0, 21, activation: .relu, using: &$1) })
    // Without a fused form.
    try check(Self.model(score) { GRU($0, 21, reset: .beforeProduct, using: &$1) })
    try check(Self.model(score) { LSTM($0, 21, layers: 2, using: &$1) })
  }

  @Test("The fused decoder has the same bits at every SIMD level and with any number of threads")
  func sameBits() {
    let model = Self.model(.additive) { GRU($0, 21, using: &$1) }
    var generator = SplitMix64(seed: 9)
    let batch = PairBatch(
      (0..<40).map { row in
        func tokens(_ count: Int) -> [Int] {
          (0..<count).map { _ in 3 + generator.index(below: 4) }
        }
        return Pair(source: tokens(2 + row % 7), target: tokens(1 + row % 5))
      })
    expectSameBitsEverywhere {
      model.clearGradients()
      let output = model(batch, Tape())
      output.logits.crossEntropy(batch.targets, weights: batch.weights).backward()
      return [output.logits.value] + model.parameters.compactMap(\.parameter.gradient)
    }
  }
}
