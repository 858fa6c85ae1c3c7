import Foundation
import Testing

@testable import SequenceModels

@Suite struct GoldenTests {
  @Test("An LSTM of two layers has PyTorch's output, state and gradients")
  func lstmEqualsPyTorch() throws {
    let golden = try Golden("lstm")
    var generator = SplitMix64(seed: 1)
    let lstm = LSTM(3, 5, layers: 2, using: &generator)
    try golden.load(into: lstm, prefix: "")
    var start = lstm.initialState(batch: 2)
    start.hidden = try golden.layers("h").map { Variable($0) }
    start.cell = try golden.layers("c").map { Variable($0) }
    let tape = Tape()
    let x = tape.variable(try golden["x"])
    let (output, state) = lstm(x, start)
    output.backward(seed: try golden["projection"])
    try golden.expect(output.value, "output")
    try golden.expect(try #require(x.gradient), "gradient x")
    for (layer, tensor) in try golden.layers("h_last").enumerated() {
      #expect(relativeError(state.hidden[layer].value.elements, tensor.elements) < 1e-4)
    }
    for (layer, tensor) in try golden.layers("c_last").enumerated() {
      #expect(relativeError(state.cell[layer].value.elements, tensor.elements) < 1e-4)
    }
    for (name, parameter) in lstm.parameters {
      try golden.expect(try #require(parameter.gradient), "gradient \(name)")
    }
  }

  @Test("A linear layer and an embedding have PyTorch's output and gradients")
  func layersEqualPyTorch() throws {
    let golden = try Golden("layers")
    var generator = SplitMix64(seed: 1)
    let tape = Tape()
    let x = tape.variable(try golden["x"])
    let linear = Linear(4, 3, using: &generator)
    let embedding = Embedding(vocabularySize: 6, size: 5, using: &generator)
    try golden.load(into: linear, prefix: "linear ")
    try golden.load(into: embedding, prefix: "embedding ")
    let tokens = try golden.layers("tokens").map { $0.elements.map { Int($0) } }
    try golden.expect(linear, linear(x), "linear")
    try golden.expect(try #require(x.gradient), "gradient x")
    try golden.expect(embedding, embedding(tokens, Tape()), "embedding")
  }

  @Test("Cross-entropy has PyTorch's value and gradient, with weights and without")
  func crossEntropyEqualsPyTorch() throws {
    let golden = try Golden("cross-entropy")
    let targets = try golden["targets"].elements.map { Int($0) }
    let x = Tape().variable(try golden["x"])
    let loss = x.crossEntropy(targets, weights: try golden["weights"].elements)
    loss.backward()
    try golden.expect(loss.value, "loss")
    try golden.expect(x.crossEntropy(targets).value, "mean")
    try golden.expect(try #require(x.gradient), "gradient")
  }

  @Test("Ten steps of Adam are PyTorch's")
  func adamEqualsPyTorch() throws {
    let golden = try Golden("adam")
    let parameter = Parameter(try golden["start"])
    let (gradients, steps) = (try golden.layers("gradients"), try golden.layers("steps"))
    var adam = Adam(learningRate: 0.01)
    for (gradient, expected) in zip(gradients, steps) {
      parameter.clearGradient()
      parameter.accumulate(gradient)
      adam.update([("p", parameter)])
      #expect(relativeError(parameter.value.elements, expected.elements) < 1e-5)
    }
  }

  @Test("A language model trains with PyTorch's losses, norms and weights")
  func trainingEqualsPyTorch() throws {
    let golden = try Golden("language-model")
    var generator = SplitMix64(seed: 1)
    let model = LanguageModel(
      vocabularySize: 7, embeddingSize: 3, hiddenSize: 5, layers: 2, using: &generator)
    try golden.load(into: model, prefix: "start ")
    let names = golden.names.filter { $0.hasPrefix("start ") }.map { String($0.dropFirst(6)) }
    #expect(model.parameters.map(\.name).sorted() == names)
    var state = model.initialState(batch: 2)
    var adam = Adam()
    var losses: [Float] = []
    var norms: [Float] = []
    for batch in try golden.layers("tokens") {
      let rows = (0..<2).map { row in (0..<5).map { Int(batch[row, $0]) } }
      let (logits, next) = model(rows.map { Array($0.dropLast()) }, state, Tape())
      state = next.detached
      let loss = logits.crossEntropy(rows.flatMap { $0.dropFirst() })
      model.clearGradients()
      loss.backward()
      losses.append(loss.value.scalar)
      norms.append(model.clipGradients(toNorm: 1))
      adam.update(model.parameters)
    }
    try golden.expect(Tensor(losses, shape: [10]), "losses")
    try golden.expect(Tensor(norms, shape: [10]), "norms")
    #expect(norms.contains { $0 > 1 })
    for (name, parameter) in model.parameters { try golden.expect(parameter.value, "end \(name)") }
  }
}

/// Tensors by name, from a file that make_golden.py wrote.
struct Golden {
  private struct Entry: Decodable {
    var shape: [Int]
    var values: [Float]
  }

  private let entries: [String: Entry]

  init(_ name: String) throws {
    let file = Bundle.module.url(
      forResource: name, withExtension: "json", subdirectory: "Fixtures")
    entries = try JSONDecoder().decode(
      [String: Entry].self, from: Data(contentsOf: try #require(file)))
  }

  var names: [String] { entries.keys.sorted() }

  subscript(name: String) -> Tensor {
    get throws {
      let entry = try #require(entries[name], "no \(name)")
      return Tensor(entry.values, shape: entry.shape)
    }
  }

  /// The parts of a tensor along its first axis.
  func layers(_ name: String) throws -> [Tensor] {
    let entry = try #require(entries[name], "no \(name)")
    let shape = Array(entry.shape.dropFirst())
    let size = shape.reduce(1, *)
    return (0..<entry.shape[0]).map {
      Tensor(Array(entry.values[($0 * size)..<(($0 + 1) * size)]), shape: shape)
    }
  }

  func load(into layer: some Layer, prefix: String) throws {
    for (name, parameter) in layer.parameters {
      let value = try self[prefix + name]
      #expect(value.shape == parameter.value.shape, "\(name)")
      parameter.value = value
    }
  }

  /// Output and gradients of a layer.
  func expect(_ layer: some Layer, _ output: Variable, _ name: String) throws {
    output.backward(seed: try self["\(name) projection"])
    try expect(output.value, "\(name) output")
    for (key, parameter) in layer.parameters {
      try expect(try #require(parameter.gradient), "\(name) gradient \(key)")
    }
  }

  func expect(_ tensor: Tensor, _ name: String) throws {
    let golden = try self[name]
    #expect(tensor.shape == golden.shape, "\(name)")
    let error = relativeError(tensor.elements, golden.elements)
    #expect(error < 1e-4, "\(name): relative error \(error)")
  }
}
