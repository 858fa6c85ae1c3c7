@testable import SequenceModels

/// Numbers and sizes at the edge of what there is, and what the program must say then.
enum ExtremeUse: String, CaseIterable, Codable, Sendable {
  case shape, productOfThree, negativeSizes, negativeReshape, lstm, gru, heads, embedding, linear
  case allImpossible, allImpossibleGreedily, infiniteLogit, temperatureNaN, temperatureInfinite
  case nucleusZero, nucleusNaN, weightsAllZero, negativeWeight, weightNaN, deadBeam, deadRank
  case deadGreedy, greedyNaN, exhaustiveNaN, sampleNaN

  /// Part of the message.
  var message: String {
    switch self {
    case .shape:
      "Tensor: the shape [1099511627776, 1099511627776] has more elements than any memory"
    case .productOfThree: "Tensor: the shape [2, 4611686018427387904, 4] has more elements"
    case .negativeSizes: "Tensor: the shape [-1, -3] has a negative size"
    case .negativeReshape: "Tensor: the shape [-2, -3] has a negative size"
    case .lstm: "LSTM: input size 1 and hidden size 4611686018427387904 are more than any memory"
    case .gru: "GRU: input size 4611686018427387904 and hidden size 2 are more than any memory"
    case .heads: "MultiHeadAttention: 2 heads of the size 4611686018427387904 are more than any"
    case .embedding: "Tensor: the shape [4294967296, 4294967296] has more elements than any memory"
    case .linear: "Tensor: the shape [4294967296, 4294967296] has more elements than any memory"
    case .allImpossible, .allImpossibleGreedily: "draw: all 2 logits are −∞"
    case .infiniteLogit: "draw: a logit is infinite"
    case .temperatureNaN: "draw: the temperature is nan; it must be a finite number"
    case .temperatureInfinite: "draw: the temperature is inf; it must be a finite number"
    case .nucleusZero: "draw: topP is 0.0; it must be more than 0 and at most 1"
    case .nucleusNaN: "draw: topP is nan; it must be more than 0 and at most 1"
    case .weightsAllZero: "choice: 3 weights with the sum 0.0"
    case .negativeWeight: "choice: 2 weights with the sum 0.5, the least -0.5"
    case .weightNaN: "choice: 2 weights with the sum nan"
    case .deadBeam: "BeamSearch: nothing was found: after 2 steps no token had a probability"
    case .deadRank: "BeamSearch: there is no hypothesis of rank 3 among the 1 found"
    case .deadGreedy: "greedy: after 1 tokens of sequence 0 no token has a probability"
    case .greedyNaN, .exhaustiveNaN, .sampleNaN:
      "decoding: the log-probability of token 1 is not a number"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    let dead = ContextDecoder(vocabularySize: 2) { $0.count > 1 ? [0, 0] : [1, 0] }
    let nothing = ContextDecoder.State(contexts: [[]])
    let large = 1 << 62
    switch self {
    case .shape: _ = Tensor(zeros: [1 << 40, 1 << 40])
    case .productOfThree: _ = Tensor([1], shape: [2, large, 4])
    case .negativeSizes: _ = Tensor([1, 2, 3], shape: [-1, -3])
    case .negativeReshape: _ = Tensor(zeros: [6]).reshaped([-2, -3])
    case .lstm: _ = LSTM(1, large, using: &generator)
    case .gru: _ = GRU(large, 2, using: &generator)
    case .heads: _ = TransformerBlock(large, heads: 2, using: &generator)
    case .embedding: _ = Embedding(vocabularySize: 1 << 32, size: 1 << 32, using: &generator)
    case .linear: _ = Linear(1 << 32, 1 << 32, using: &generator)
    case .allImpossible: _ = draw([-.infinity, -.infinity], using: &generator)
    case .allImpossibleGreedily:
      _ = draw([-.infinity, -.infinity], temperature: 0, using: &generator)
    case .infiniteLogit: _ = draw([1, .infinity], using: &generator)
    case .temperatureNaN: _ = draw([1, 2], temperature: .nan, using: &generator)
    case .temperatureInfinite: _ = draw([1, 2], temperature: .infinity, using: &generator)
    case .nucleusZero: _ = draw([1, 2], topP: 0, using: &generator)
    case .nucleusNaN: _ = draw([1, 2], topP: .nan, using: &generator)
    case .weightsAllZero: _ = generator.choice([0, 0, 0])
    case .negativeWeight: _ = generator.choice([1, -0.5])
    case .weightNaN: _ = generator.choice([1, .nan])
    case .deadBeam: _ = BeamSearch(width: 2, length: 4)(dead, from: nothing, start: 0)[0]
    case .deadRank:
      let one = ContextDecoder(vocabularySize: 2) { _ in [1, 0] }
      _ = BeamSearch(width: 2, length: 3, count: 4)(one, from: nothing, start: 0)[3]
    case .deadGreedy: _ = greedy(dead, from: nothing, start: 0, length: 3)
    case .greedyNaN: _ = greedy(Broken(), from: nothing, start: 0, length: 3)
    case .exhaustiveNaN: _ = exhaustiveSearch(Broken(), from: nothing, start: 0, length: 3)
    case .sampleNaN:
      _ = sample(Broken(), from: nothing, starts: [0], length: 3, using: &generator)
    }
  }

  /// A decoder whose weights are broken.
  private struct Broken: StepDecoder {
    func step(
      _ tokens: [Int], _ state: ContextDecoder.State
    ) -> (logProbabilities: Tensor, state: ContextDecoder.State) {
      (Tensor([-1, .nan], shape: [1, 2]), state)
    }
  }
}
