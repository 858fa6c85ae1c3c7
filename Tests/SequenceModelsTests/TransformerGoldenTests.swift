import Foundation
import Testing

@testable import SequenceModels

@Suite struct TransformerGoldenTests {
  @Test("Layer norm and GELU have PyTorch's values and gradients")
  func layerNormAndGELU() throws {
    let golden = try TransformerGolden("layer-norm-gelu")
    try golden.expect(LayerNorm(7), "norm ", inputs: ["x"]) { layer, x in layer(x[0]) }
    let x = Tape().variable(try golden["gelu x"])
    let y = x.gelu()
    y.sum().backward()
    try golden.expect(y.value, "gelu")
    try golden.expect(try #require(x.gradient), "gelu gradient")
  }

  @Test(
    "Attention of several heads has PyTorch's output, weights and gradients",
    arguments: ["plain", "causal", "lengths", "both", "cross"])
  func multiHeadAttention(name: String) throws {
    let masks: [String: AttentionMask] = [
      "causal": .causal, "lengths": .lengths([5, 3]), "cross": .lengths([4, 2]),
      "both": AttentionMask(causal: true, lengths: [2, 3]),
    ]
    let mask = masks[name] ?? .none
    let golden = try TransformerGolden("multi-head-attention")
    var generator = SplitMix64(seed: 1)
    let layer = MultiHeadAttention(6, heads: 2, using: &generator)
    let inputs = name == "cross" ? ["x", "memory"] : ["x"]
    try golden.expect(layer, "\(name) ", inputs: inputs) { layer, x in
      layer(x[0], over: x.count > 1 ? x[1] : nil, mask: mask)
    }
    let x = Variable(try golden["\(name) x"])
    let memory = name == "cross" ? Variable(try golden["cross memory"]) : nil
    try golden.expect(layer.weights(x, over: memory, mask: mask), "\(name) weights")
  }

  @Test(
    "A block has the values and gradients of PyTorch's encoder layer",
    arguments: ["pre relu", "pre gelu", "post relu", "post gelu"])
  func block(name: String) throws {
    let golden = try TransformerGolden("encoder-layer")
    var generator = SplitMix64(seed: 1)
    let (isPre, isGELU) = (name.hasPrefix("pre"), name.hasSuffix("gelu"))
    let block = TransformerBlock(
      6, heads: 3, hiddenSize: 5, normFirst: isPre, activation: isGELU ? .gelu : .relu,
      using: &generator)
    try golden.expect(block, "\(name) ", inputs: ["x"]) { layer, x in
      layer(x[0], mask: isPre ? .causal : .lengths([3, 2]))
    }
  }

  @Test("A decoder layer has PyTorch's values and gradients", arguments: ["pre", "post"])
  func decoderLayer(name: String) throws {
    let golden = try TransformerGolden("decoder-layer")
    var generator = SplitMix64(seed: 1)
    let layer = TransformerDecoderLayer(
      4, heads: 2, hiddenSize: 5, normFirst: name == "pre",
      activation: name == "pre" ? .gelu : .relu, using: &generator)
    try golden.expect(layer, "\(name) ", inputs: ["x", "memory"]) { layer, x in
      layer(x[0], over: x[1], lengths: [5, 2])
    }
  }

  @Test("A language model trains with PyTorch's losses and weights")
  func languageModel() throws {
    let golden = try TransformerGolden("transformer-language-model")
    var generator = SplitMix64(seed: 1)
    let model = TransformerLanguageModel(
      vocabularySize: 7, size: 6, heads: 2, layers: 2, contextLength: 5, using: &generator)
    let names = golden.names.filter { $0.hasPrefix("start ") }.map { String($0.dropFirst(6)) }
    #expect(model.parameters.map(\.name).sorted() == names)
    try golden.load(into: model, prefix: "start ")
    var adam = Adam()
    var losses: [Float] = []
    let tokens = try golden["tokens"].elements.map { Int($0) }
    for step in 0..<10 {
      let rows = (0..<2).map { row in
        Array(tokens[((step * 2 + row) * 6)..<((step * 2 + row + 1) * 6)])
      }
      let (logits, _) = model(
        rows.map { Array($0.dropLast()) }, model.initialState(batch: 2), Tape())
      let loss = logits.crossEntropy(rows.flatMap { $0.dropFirst() })
      adam.minimize(loss, of: model, clip: 1)
      losses.append(loss.value.scalar)
    }
    try golden.expect(Tensor(losses, shape: [10]), "losses")
    try golden.expect(model.head.value, "end head.weight")
    try golden.expect(
      model.transformer.layers[1].feedForward.linear1.weight.value, "end linear1")
  }
}

/// Tensors by name, from a file that make_transformer_golden.py wrote.
struct TransformerGolden {
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

  func load(into layer: some Layer, prefix: String) throws {
    for (name, parameter) in layer.parameters {
      let value = try self[prefix + name]
      #expect(value.shape == parameter.value.shape, "\(name)")
      parameter.value = value
    }
  }

  /// Loads a layer and expects its output, and the gradients of inputs and parameters.
  func expect<L: Layer>(
    _ layer: L, _ prefix: String, inputs: [String], _ run: (L, [Variable]) -> Variable
  ) throws {
    try load(into: layer, prefix: prefix)
    let tape = Tape()
    let variables = try inputs.map { tape.variable(try self[prefix + $0]) }
    let output = run(layer, variables)
    try expect(output.value, prefix + "output")
    output.backward(seed: try self[prefix + "projection"])
    for (name, variable) in zip(inputs, variables) {
      try expect(try #require(variable.gradient), "\(prefix)gradient \(name)")
    }
    for (name, parameter) in layer.parameters {
      try expect(try #require(parameter.gradient), "\(prefix)gradient \(name)")
    }
  }

  func expect(_ tensor: Tensor, _ name: String) throws {
    let golden = try self[name]
    #expect(tensor.shape == golden.shape, "\(name)")
    let error = relativeError(tensor.elements, golden.elements)
    #expect(error < 1e-5, "\(name): relative error \(error)")
  }
}
