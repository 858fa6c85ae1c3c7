import CKernels
import Testing

@testable import SequenceModels

@Suite struct TransformerTests {
  typealias Model = TransformerLanguageModel

  /// A model whose weights are large enough that its logits differ.
  private static func model(
    _ positions: Model.Positions = .learned, context: Int = 12, normFirst: Bool = true,
    dropout: Float = 0
  ) -> Model {
    var generator = SplitMix64(seed: 101)
    let model = Model(
      vocabularySize: 9, size: 12, heads: 2, layers: 2, contextLength: context,
      positions: positions, normFirst: normFirst, dropout: dropout, using: &generator)
    for (index, parameter) in model.distinctParameters.enumerated() {
      parameter.value.add(random(parameter.value.shape, seed: UInt64(index), bound: 0.3))
    }
    return model
  }

  private static func tokens(_ batch: Int, _ time: Int) -> [[Int]] {
    var generator = SplitMix64(seed: 102)
    return (0..<batch).map { _ in (0..<time).map { _ in generator.index(below: 9) } }
  }

  @Test(
    "Tokens one at a time give the same bits as all at once",
    arguments: [Model.Positions.learned, .sinusoidal, .rotary, .none])
  func cacheEqualsTheWhole(positions: Model.Positions) {
    for normFirst in [true, false] {
      let model = Self.model(positions, normFirst: normFirst)
      let tokens = Self.tokens(3, 12)
      let whole = model(tokens, model.initialState(batch: 3)).logits
      for lengths in [Array(repeating: 1, count: 12), [5, 1, 6], [11, 1]] {
        var state = model.initialState(batch: 3)
        var place = 0
        for length in lengths {
          let part = model(tokens.map { Array($0[place..<(place + length)]) }, state)
          state = part.state
          #expect(part.logits.value == whole.slice(axis: 1, place..<(place + length)).value)
          place += length
        }
        #expect(state.tokens == tokens)
      }
    }
  }

  @Test(
    "Both linear layers in one pass have the bits of one after the other",
    arguments: [[64, 5, 7], [3, 70, 12, 33], [97, 64, 100]])
  func feedForwardIsItsLayers(sizes: [Int]) throws {
    var generator = SplitMix64(seed: 103)
    let (size, hidden) = (sizes[sizes.count - 2], sizes[sizes.count - 1])
    let layer = FeedForward(size, hiddenSize: hidden, activation: .gelu, using: &generator)
    let x = random(Array(sizes.dropLast()), seed: 104, bound: 3)
    #expect(GELUFeedForward.suits(Variable(x), layer.linear1.weight))

    func gradients(_ apply: (Variable) -> Variable) throws -> [Tensor] {
      let input = Tape().variable(x)
      let y = apply(input)
      y.backward(seed: random(y.shape, seed: 105))
      defer { layer.clearGradients() }
      return try [y.value, #require(input.gradient)]
        + layer.parameters.map { try #require($0.parameter.gradient) }
    }
    let found = try gradients { layer($0) }
    let expected = try gradients { layer.linear2(layer.linear1($0).gelu()) }
    #expect(found == expected)
    #expect(layer(Variable(x)).value == expected[0])
  }

  @Test("Past the context, where a text is cut changes no bit")
  func windowsDoNotDependOnTheCut() {
    let model = Self.model(context: 6)
    let tokens = Self.tokens(2, 17)
    let whole = model(tokens, model.initialState(batch: 2))
    var state = model.initialState(batch: 2)
    for place in 0..<17 {
      let part = model(tokens.map { [$0[place]] }, state)
      state = part.state
      #expect(part.logits.value == whole.logits.slice(axis: 1, place..<(place + 1)).value)
    }
    #expect(state.tokens == whole.state.tokens && state.time <= 6)
    // Six tokens, then three of them as the start of each window.
    let window = model(tokens.map { Array($0[3..<9]) }, model.initialState(batch: 2)).logits
    #expect(
      window.slice(axis: 1, 3..<6).value == whole.logits.slice(axis: 1, 6..<9).value)
  }

  @Test("A context of one token is a bigram model that runs on")
  func contextOfOne() {
    let model = Self.model(context: 1)
    let logits = model([[3, 5, 3]], model.initialState(batch: 1)).logits
    #expect(logits.step(0).value == logits.step(2).value)
    #expect(logits.step(0).value != logits.step(1).value)
  }

  @Test("Later tokens change no bit of earlier logits and gradients")
  func laterTokensChangeNothing() throws {
    let model = Self.model()
    let tokens = Self.tokens(2, 9)
    let others = tokens.map { Array($0.prefix(5)) + $0.suffix(4).map { ($0 + 1) % 9 } }
    // The losses of the first five steps alone.
    func run(_ tokens: [[Int]]) throws -> (Tensor, [Tensor]) {
      let logits = model(tokens, model.initialState(batch: 2), Tape()).logits
      let weights = (0..<18).map { Float($0 % 9 < 5 ? 1 : 0) }
      model.clearGradients()
      logits.crossEntropy(Array(repeating: 4, count: 18), weights: weights).backward()
      return (
        logits.slice(axis: 1, 0..<5).value,
        try model.transformer.parameters.map { try #require($0.parameter.gradient) }
      )
    }
    let (a, b) = (try run(tokens), try run(others))
    #expect(a.0 == b.0)
    for (x, y) in zip(a.1, b.1) { #expect(x.elements == y.elements) }
    let logits = model(others, model.initialState(batch: 2)).logits.slice(axis: 1, 5..<9).value
    #expect(
      logits != model(tokens, model.initialState(batch: 2)).logits.slice(axis: 1, 5..<9).value)
  }

  @Test("Padding changes no bit of an encoder's output and gradients")
  func paddingChangesNothing() throws {
    var generator = SplitMix64(seed: 103)
    let encoder = TransformerEncoder(
      6, heads: 2, layers: 2, normFirst: false, using: &generator)
    let x = random([2, 5, 6], seed: 1)
    let seed = random([2, 5, 6], seed: 2)
    let lengths = [5, 3]
    func run(padding: Float) throws -> (Tensor, [Tensor]) {
      var x = x
      var seed = seed
      for i in (8 * 6)..<(10 * 6) {
        x.mutablePointer[i] = padding
        seed.mutablePointer[i] = 0
      }
      let output = encoder(Tape().variable(x), mask: .lengths(lengths))
      encoder.clearGradients()
      output.backward(seed: seed)
      return (
        output.reshaped([10, 6]).slice(axis: 0, 0..<8).value,
        try encoder.parameters.map { try #require($0.parameter.gradient) }
      )
    }
    let (zero, five) = (try run(padding: 0), try run(padding: 5))
    #expect(zero.0 == five.0)
    for (x, y) in zip(zero.1, five.1) { #expect(x.elements == y.elements) }
    // The short sequence by itself, without padding.
    let alone = encoder(Variable(Tensor(Array(x.elements[30..<48]), shape: [1, 3, 6])))
    #expect(alone.value.elements == Array(zero.0.elements[30..<48]))
  }

  @Test("Scores under rotary positions depend on the distance alone")
  func rotaryScoresAreRelative() {
    let rotary = RotaryPositions()
    let (q, k) = (Variable(random([1, 1, 16], seed: 1)), Variable(random([1, 1, 16], seed: 2)))
    func score(_ query: Int, _ key: Int) -> Float {
      (rotary(q, heads: 1, from: query) * rotary(k, heads: 1, from: key)).sum().value.scalar
    }
    for distance in [0, 1, 5, 40] {
      let near = score(distance, 0)
      for place in [1, 17, 1000] { #expect(abs(score(place + distance, place) - near) < 2e-4) }
    }
    #expect(abs(score(5, 0) - score(6, 0)) > 0.01)
    #expect(rotary(q, heads: 2).value == q.value)
  }

  @Test("Sinusoidal positions are the paper's")
  func sinusoidalPositions() {
    let table = SinusoidalPositions(4).table(0..<120)
    #expect(table[0, 0] == 0 && table[0, 1] == 1)
    #expect(abs(table[1, 0] - 0.841470985) < 1e-7 && abs(table[1, 1] - 0.540302306) < 1e-7)
    // 10000^(2/4) = 100
    #expect(abs(table[100, 2] - 0.841470985) < 1e-7 && abs(table[50, 3] - 0.877582562) < 1e-7)
  }

  @Test("Selected rows of a state continue as those rows would")
  func selectedRowsContinue() {
    let model = Self.model()
    let tokens = Self.tokens(3, 5)
    let state = model(tokens, model.initialState(batch: 3)).state
    let selected = model([[1], [2], [1]], state.selecting(rows: [2, 0, 2]).detached).logits
    let all = model([[2], [0], [1]], state).logits
    #expect(selected.slice(axis: 0, 0..<1).value == all.slice(axis: 0, 2..<3).value)
    #expect(selected.slice(axis: 0, 1..<2).value == all.slice(axis: 0, 0..<1).value)
    #expect(selected.slice(axis: 0, 2..<3).value == all.slice(axis: 0, 2..<3).value)
  }

  @Test("Attention weights are distributions over the keys that may be seen")
  func attentionWeights() {
    let model = Self.model()
    let weights = model.attentionWeights(Self.tokens(2, 7))
    #expect(weights.map(\.shape) == [[2, 2, 7, 7], [2, 2, 7, 7]])
    for layer in weights {
      for query in 0..<7 {
        let row = (0..<7).map { layer[1, 0, query, $0] }
        #expect(abs(row.reduce(0, +) - 1) < 1e-6)
        #expect(row.dropFirst(query + 1).allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("Dropout acts in training and not in evaluation")
  func dropout() {
    let model = Self.model(dropout: 0.4)
    let tokens = Self.tokens(2, 6)
    let start = model.initialState(batch: 2)
    var (a, b) = (SplitMix64(seed: 1), SplitMix64(seed: 2))
    let first = model.training(tokens, start, nil, using: &a).logits.value
    #expect(first != model.training(tokens, start, nil, using: &b).logits.value)
    a = SplitMix64(seed: 1)
    #expect(first == model.training(tokens, start, nil, using: &a).logits.value)
    #expect(model(tokens, start).logits.value == Self.model()(tokens, start).logits.value)
  }

  @Test("Weights start as nanoGPT's and tied ones are one parameter")
  func initialWeights() {
    var generator = SplitMix64(seed: 104)
    let model = Model(
      vocabularySize: 65, size: 128, heads: 4, layers: 4, contextLength: 128, using: &generator)
    // The embedding counts once; PyTorch's model of the same sizes has as many.
    #expect(model.parameterCount == 818_048)
    #expect(model.head === model.embedding.weight)
    for (name, parameter) in model.parameters {
      let x = parameter.value.elements
      let spread = (x.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(x.count)).squareRoot()
      let expected =
        name.hasSuffix("bias")
        ? 0
        : name.contains("norm")
          ? 1
          : name.contains("out_proj") || name.contains("linear2") ? 0.02 / 8.0.squareRoot() : 0.02
      #expect(abs(spread - expected) <= 0.05 * expected, "\(name)")
    }
  }

  @Test("Each training window starts anew, and the model learns the text")
  func trainsOnWindows() {
    var generator = SplitMix64(seed: 105)
    let text = (0..<600).map { $0 * $0 % 7 }
    let model = Model(
      vocabularySize: 7, size: 16, heads: 2, layers: 2, contextLength: 16, using: &generator)
    let history = train(
      model, on: text, batch: 8, time: 16, steps: 120, optimizer: Adam(learningRate: 0.01),
      using: &generator)
    #expect(history.losses[0] > 1.9 && history.losses[119] < 0.25)
    // Longer than the context: the window slides.
    #expect(perplexity(of: model, on: text) < 1.4)
    let continued = sample(
      model, prompt: Array(text.prefix(10)), length: 40, temperature: 0, using: &generator)
    #expect(continued == Array(text[10..<50]))
  }

  @Test("Two hundred training steps have the same bits at every SIMD level with any threads")
  func sameBitsEverywhere() async {
    await #expect(processExitsWith: .success) {
      func run(_ level: Int32, _ threads: Int32) -> UInt64 {
        #expect(ck_set_simd_level(level) == 0)
        ck_set_thread_count(threads)
        var generator = SplitMix64(seed: 106)
        let model = Model(
          vocabularySize: 11, size: 20, heads: 2, layers: 1, contextLength: 9,
          positions: .rotary, dropout: 0.1, using: &generator)
        let text = (0..<400).map { _ in generator.index(below: 11) }
        train(
          model, on: text, batch: 3, time: 9, steps: 200, optimizer: Adam(learningRate: 0.01),
          using: &generator)
        return model.distinctParameters.reduce(14_695_981_039_346_656_037) { hash, parameter in
          parameter.value.elements.reduce(hash) {
            ($0 ^ UInt64($1.bitPattern)) &* 1_099_511_628_211
          }
        }
      }
      let reference = run(0, 1)
      let levels = (0..<4).map { Int32($0) }.filter { ck_simd_available($0) == 1 }
      for level in levels.dropFirst() { #expect(run(level, 1) == reference) }
      for threads: Int32 in [2, 3] { #expect(run(levels[levels.count - 1], threads) == reference) }
    }
  }
}
