import Testing

@testable import SequenceModels

@Suite struct LayerTests {
  /// Every layer and model of the engine, as small as it goes.
  private static func examples() -> [any Layer] {
    var generator = SplitMix64(seed: 81)
    return [
      Linear(2, 3, using: &generator), Embedding(vocabularySize: 2, size: 3, using: &generator),
      LSTMCell(2, 3, using: &generator), LSTM(2, 3, layers: 2, using: &generator),
      RNNCell(2, 3, using: &generator), GRUCell(2, 3, using: &generator),
      RNN(2, 3, layers: 2, bidirectional: true, using: &generator),
      GRU(2, 3, layers: 2, bidirectional: true, using: &generator),
      LanguageModel(vocabularySize: 2, embeddingSize: 3, hiddenSize: 4, using: &generator),
    ]
  }

  @Test("Layers list all their parameters, in the order of the file")
  func parametersAreComplete() {
    for layer in Self.examples() {
      let stored = storedParameters(of: layer).map(ObjectIdentifier.init)
      #expect(
        layer.parameters.map { ObjectIdentifier($0.parameter) } == stored, "\(type(of: layer))")
      #expect(Set(layer.parameters.map(\.name)).count == stored.count, "\(type(of: layer))")
    }
  }

  @Test("Names are PyTorch's")
  func names() {
    var generator = SplitMix64(seed: 82)
    let lstm = LSTM(2, 3, layers: 2, using: &generator)
    let expected = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
    #expect(
      lstm.parameters.map(\.name) == expected.map { $0 + "_l0" } + expected.map { $0 + "_l1" })
    let model = LanguageModel(
      vocabularySize: 2, embeddingSize: 3, hiddenSize: 4, using: &generator)
    #expect(model.parameters.first?.name == "embedding.weight")
    #expect(model.parameters.last?.name == "head.bias")
  }

  @Test("Tied weights are one parameter that counts once and is updated once")
  func tiedWeights() throws {
    var generator = SplitMix64(seed: 83)
    let model = LanguageModel(
      vocabularySize: 5, embeddingSize: 4, hiddenSize: 4, tied: true, using: &generator)
    #expect(model.embedding.weight === model.head.weight)
    #expect(model.parameterCount == 20 + 5 + 2 * 16 * 4 + 2 * 16)
    let before = model.head.weight.value.elements
    let logits = model([[1, 2, 3]], model.initialState(batch: 1), Tape()).logits
    var optimizer = SGD(learningRate: 0.5)
    optimizer.minimize(logits.crossEntropy([2, 3, 4]), of: model)
    let gradient = try #require(model.head.weight.gradient).elements
    let expected = zip(before, gradient).map { $0 - 0.5 * $1 }
    #expect(relativeError(model.head.weight.value.elements, expected) < 1e-6)
  }

  @Test("Clipping scales the global norm of all gradients to the limit")
  func clipping() {
    var generator = SplitMix64(seed: 84)
    let layer = Linear(3, 2, using: &generator)
    (layer(Tape().constant(random([4, 3], seed: 1))) * 100).sum().backward()
    let before = layer.clipGradients(toNorm: 2)
    #expect(before > 2)
    #expect(abs(layer.gradientNorm - 2) < 1e-4)
    #expect(layer.clipGradients(toNorm: 2.1) == layer.gradientNorm)
  }

  @Test("The forget bias is added to the forget gate alone")
  func forgetBias() {
    var (a, b) = (SplitMix64(seed: 85), SplitMix64(seed: 85))
    let plain = LSTMCell(2, 3, using: &a).inputBias.value.elements
    let biased = LSTMCell(2, 3, forgetBias: 1, using: &b).inputBias.value.elements
    #expect(zip(biased, plain).map { ($0 - $1).rounded() } == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
  }

  @Test("A trace of the second layer ends in the state that the layers end in")
  func traceEndsInTheState() {
    var generator = SplitMix64(seed: 86)
    let lstm = LSTM(2, 3, layers: 2, using: &generator)
    let x = random([1, 6, 2], seed: 1)
    let trace = lstm.trace(x, layer: 1)
    let (output, state) = lstm(Variable(x))
    #expect(trace.forget.count == 6 && trace.forget.allSatisfy { $0.count == 3 })
    #expect(relativeError(trace.hidden[5], state.hidden[1].value.elements) < 1e-6)
    #expect(relativeError(trace.cell[5], state.cell[1].value.elements) < 1e-6)
    #expect(relativeError(trace.hidden.flatMap { $0 }, output.value.elements) < 1e-6)
  }

  @Test("Dropout keeps the mean and drops the stated part")
  func dropout() {
    var generator = SplitMix64(seed: 87)
    let ones = Variable(Tensor(repeating: 1, shape: [100, 100]))
    let dropped = Dropout(0.3)(ones, using: &generator).value.elements
    let zeros = dropped.filter { $0 == 0 }.count
    #expect(abs(Double(zeros) / 10_000 - 0.3) < 0.02)
    #expect(dropped.allSatisfy { $0 == 0 || $0 == 1 / (1 - 0.3) })
  }

  @Test("Weights start with the mean and the spread that the initializers name")
  func initializers() {
    var generator = SplitMix64(seed: 88)
    let normal = Initializer.normal([20_000], deviation: 2, using: &generator).elements
    let uniform = Initializer.uniform([20_000], bound: 3, using: &generator).elements
    func moments(_ x: [Float]) -> (Double, Double) {
      let mean = x.reduce(0) { $0 + Double($1) } / Double(x.count)
      return (
        mean, x.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(x.count)
      )
    }
    #expect(abs(moments(normal).0) < 0.06 && abs(moments(normal).1 - 4) < 0.2)
    #expect(abs(moments(uniform).0) < 0.06 && abs(moments(uniform).1 - 3) < 0.1)
    #expect(normal.contains { abs($0) > 6.5 } && uniform.allSatisfy { abs($0) <= 3 })
  }
}

/// The parameters that are stored in a layer, found by reflection.
private func storedParameters(of value: Any) -> [Parameter] {
  if let parameter = value as? Parameter { return [parameter] }
  return Mirror(reflecting: value).children.flatMap { storedParameters(of: $0.value) }
}
