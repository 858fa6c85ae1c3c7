import Testing

@testable import SequenceModels

/// Ways to use attention and Transformers wrongly, and what the program must say then.
enum TransformerWrongUse: String, CaseIterable, Codable, Sendable {
  case normSize, normFeatures, attentionAxes, attentionShapes, attentionHeads, noKeys, causalKeys
  case lengths, headSize, inputWidth, rotaryOverMemory, rotaryBase, rotaryWidth, oddSinusoids
  case sinusoidWidth, learnedLength, learnedPlace, learnedWidth, layerCount, contextLength
  case oddSize, noHeads, stateBatch, raggedTokens, longWindow, longWeights, selectedRow, farAngle

  /// Part of the message.
  var message: String {
    switch self {
    case .normSize: "LayerNorm: the size 0 must be positive"
    case .normFeatures: "layer norm: the input [2, 3, 4] has 4 features, the layer expects 5"
    case .attentionAxes: "attention: the inputs are [[2, 3], [2, 3, 4], [2, 3, 4]]; each must be"
    case .attentionShapes: "must agree in batch and width, keys and values in time"
    case .attentionHeads: "attention: the width 4 cannot be shared out to 3 heads"
    case .noKeys: "attention: there are 3 queries and 0 keys; at least one of each is needed"
    case .causalKeys: "a causal mask over 3 queries and 2 keys; there must be a key for every query"
    case .lengths: "the lengths [3, 0] of a batch of 2 with 3 keys; one in 1 ... 3 is needed"
    case .headSize: "the size 6 cannot be shared out to 4 heads; take a multiple of 4"
    case .noHeads: "MultiHeadAttention: there are 0 heads; take at least one"
    case .inputWidth: "MultiHeadAttention: the input is [2, 3, 4], not [batch, time, 6]"
    case .rotaryOverMemory: "attention over another sequence has no such distance"
    case .rotaryBase: "RotaryPositions: the base 1.0 must be above 1"
    case .rotaryWidth: "each head needs an even number of columns"
    case .oddSinusoids: "SinusoidalPositions: the size 5 must be even"
    case .sinusoidWidth: "sinusoidal positions: the input is [2, 3, 4], not [batch, time, 6]"
    case .learnedLength: "LearnedPositions: length 0 and size 4 must be positive"
    case .learnedPlace: "places 1 ..< 4 are outside the 3 that were learned"
    case .learnedWidth: "learned positions: the input is [2, 3, 4], not [batch, time, 6]"
    case .layerCount: "TransformerEncoder: 0 layers; at least one is needed"
    case .contextLength: "the context length 0 must be positive"
    case .oddSize: "sinusoidal positions need an even size, not 5"
    case .stateBatch: "tokens of a batch of 1 and a state of 2; make it with initialState(batch: 1)"
    case .raggedTokens: "the rows of the batch have [2, 1] tokens; give each the same number"
    case .longWindow: "3 tokens read and 4 more do not fit the context of 6; train with time: 6"
    case .longWeights: "attentionWeights: 7 tokens are more than the context of 6"
    case .selectedRow: "selecting: row 2 is outside a batch of 2"
    case .farAngle: "is too far from 0; the largest magnitude is 10⁶"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    func constant(_ shape: Shape) -> Variable { Variable(Tensor(zeros: shape)) }
    func model() -> TransformerLanguageModel {
      TransformerLanguageModel(
        vocabularySize: 5, size: 4, heads: 2, layers: 1, contextLength: 6, using: &generator)
    }
    let x = constant([2, 3, 4])
    switch self {
    case .normSize: _ = LayerNorm(0)
    case .normFeatures: _ = LayerNorm(5)(x)
    case .attentionAxes: _ = constant([2, 3]).attention(x, x)
    case .attentionShapes: _ = x.attention(x, constant([2, 4, 4]))
    case .attentionHeads: _ = x.attention(x, x, heads: 3)
    case .noKeys: _ = x.attention(constant([2, 0, 4]), constant([2, 0, 4]))
    case .causalKeys:
      _ = x.attention(constant([2, 2, 4]), constant([2, 2, 4]), mask: .causal)
    case .lengths: _ = x.attention(x, x, mask: .lengths([3, 0]))
    case .headSize: _ = MultiHeadAttention(6, heads: 4, using: &generator)
    case .noHeads: _ = MultiHeadAttention(6, heads: 0, using: &generator)
    case .inputWidth: _ = MultiHeadAttention(6, heads: 2, using: &generator)(x)
    case .rotaryOverMemory:
      _ = MultiHeadAttention(4, heads: 2, rotary: RotaryPositions(), using: &generator)(x, over: x)
    case .rotaryBase: _ = RotaryPositions(base: 1)
    case .rotaryWidth: _ = RotaryPositions()(x, heads: 4)
    case .oddSinusoids: _ = SinusoidalPositions(5)
    case .sinusoidWidth: _ = SinusoidalPositions(6)(x)
    case .learnedLength: _ = LearnedPositions(length: 0, size: 4, using: &generator)
    case .learnedPlace: _ = LearnedPositions(length: 3, size: 4, using: &generator)(x, from: 1)
    case .learnedWidth: _ = LearnedPositions(length: 3, size: 6, using: &generator)(x)
    case .layerCount: _ = TransformerEncoder(4, heads: 2, layers: 0, using: &generator)
    case .contextLength:
      _ = TransformerLanguageModel(
        vocabularySize: 5, size: 4, heads: 2, layers: 1, contextLength: 0, using: &generator)
    case .oddSize:
      _ = TransformerLanguageModel(
        vocabularySize: 5, size: 5, heads: 1, layers: 1, contextLength: 4, positions: .sinusoidal,
        using: &generator)
    case .stateBatch:
      let model = model()
      _ = model([[1]], model.initialState(batch: 2))
    case .raggedTokens:
      let model = model()
      _ = model([[1, 2], [1]], model.initialState(batch: 2))
    case .longWindow:
      let model = model()
      let state = model([[1, 2, 3]], model.initialState(batch: 1)).state
      _ = model([[1, 2, 3, 4]], state, Tape())
    case .longWeights: _ = model().attentionWeights([[0, 1, 2, 3, 4, 0, 1]])
    case .selectedRow: _ = model().initialState(batch: 2).selecting(rows: [2])
    case .farAngle: _ = sineAndCosine(2e6)
    }
  }
}

@Suite struct TransformerMessageTests {
  @Test(
    "Wrong use of a Transformer stops the program with the mend",
    arguments: TransformerWrongUse.allCases)
  func wrongUse(use: TransformerWrongUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }

  @Test("Sine and cosine are exact to fourteen digits")
  func trigonometry() {
    // From mpmath with 40 digits.
    let values: [(Double, Double, Double)] = [
      (0, 0, 1), (1, 0.8414709848078965, 0.5403023058681398),
      (0.7853981633974483, 0.7071067811865475, 0.7071067811865476),
      (-2.5, -0.5984721441039565, -0.8011436155469337),
      (1000, 0.8268795405320025, 0.5623790762907029),
      (999_999.5, -0.756251087561678, 0.654281508650351),
    ]
    for (x, sine, cosine) in values {
      let found = sineAndCosine(x)
      #expect(abs(found.sine - sine) < 1e-15 && abs(found.cosine - cosine) < 1e-15, "\(x)")
    }
    for x in stride(from: -1e6, through: 1e6, by: 7777.7) {
      let (sine, cosine) = sineAndCosine(x)
      #expect(abs(sine * sine + cosine * cosine - 1) < 1e-15)
      let double = sineAndCosine(x / 2)
      #expect(abs(sine - 2 * double.sine * double.cosine) < 1e-15)
    }
  }
}
