import Testing

@testable import SequenceModels

/// Layers from the same start as PyTorch's: their output, gradients of their inputs, and ten steps of
/// gradient descent towards a target. Odd sizes, uneven lengths, a batch of one and one step.
@Suite struct StepsGoldenTests {
  /// A case of make_steps_golden.py, as the layer is made here.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var inputs: [[Int]]
    var make: @Sendable (inout SplitMix64) -> (any Layer, ([Variable]) -> Variable)
    var testDescription: String { name }

    init(
      _ name: String, _ inputs: [[Int]],
      _ make: @escaping @Sendable (inout SplitMix64) -> (any Layer, ([Variable]) -> Variable)
    ) {
      (self.name, self.inputs, self.make) = (name, inputs, make)
    }
  }

  @Test(
    "A layer trains for ten steps as PyTorch's does",
    arguments: simple + attention + transformers + convolutions + recurrent + cells)
  func layersTrainAsPyTorch(example: Case) throws {
    let (name, golden) = (example.name, try Golden("steps"))
    var generator = SplitMix64(seed: 1)
    let (layer, forward) = example.make(&generator)
    Self.start(layer)
    let tape = Tape()
    let values = example.inputs.enumerated().map { Self.numbers($1, seed: $0 + 1) }
    let inputs = values.map { tape.variable($0) }
    let output = forward(inputs)
    let target = Self.numbers(output.shape, seed: 9)
    func loss(_ output: Variable) -> Variable {
      let difference = output - Variable(target)
      return (difference * difference).mean()
    }
    loss(output).backward()
    try golden.expect(output.value, "\(name) | output")
    for (place, input) in inputs.enumerated() {
      try golden.expect(try #require(input.gradient), "\(name) | gradient \(place)")
    }
    try Self.train(layer, name, golden) { tape in loss(forward(values.map { tape.variable($0) })) }
  }

  @Test("An embedding trains for ten steps as PyTorch's does")
  func embedding() throws {
    var generator = SplitMix64(seed: 1)
    let layer = Embedding(vocabularySize: 6, size: 5, using: &generator)
    Self.start(layer)
    let target = Variable(Self.numbers([2, 3, 5], seed: 9))
    try Self.train(layer, "embedding", Golden("steps")) { tape in
      let difference = layer([[1, 5, 1], [0, 3, 5]], tape) - target
      return (difference * difference).mean()
    }
  }

  @Test("Cross-entropy trains for ten steps as PyTorch's does", arguments: [false, true])
  func crossEntropy(weighted: Bool) throws {
    var generator = SplitMix64(seed: 1)
    let layer = Linear(3, 5, using: &generator)
    Self.start(layer)
    let x = Self.numbers([6, 3], seed: 1)
    let name = weighted ? "cross-entropy, weights" : "cross-entropy"
    try Self.train(layer, name, Golden("steps")) { tape in
      layer(tape.variable(x)).crossEntropy(
        [4, 0, 2, 2, 1, 3], weights: weighted ? [1, 0, 2, 0.5, 0, 1] : nil)
    }
  }

  /// The numbers that make_steps_golden.py makes too.
  private static func numbers(_ shape: [Int], seed: Int) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { i in
      Float(Double((i * i * 48611 + i * 7919 + seed * 104_729) % 2003) / 1001 - 1)
    }
    return Tensor(values, shape: shape)
  }

  private static func start(_ layer: some Layer) {
    for (place, entry) in layer.parameters.enumerated() {
      let numbers = numbers(entry.parameter.value.shape, seed: 100 + place)
      entry.parameter.value = Tensor(numbers.elements.map { $0 * 0.5 }, shape: numbers.shape)
    }
  }

  private static func train(
    _ layer: some Layer, _ name: String, _ golden: Golden, loss: (Tape) -> Variable
  ) throws {
    let before = layer.parameters.map(\.parameter.value)
    var descent = SGD(learningRate: 0.5)
    let losses = (0..<10).map { _ in
      let value = loss(Tape())
      descent.minimize(value, of: layer)
      return value.value.scalar
    }
    try golden.expect(Tensor(losses, shape: [10]), "\(name) | losses")
    // By the way gone: most weights are far larger than what ten steps change.
    for (start, (key, parameter)) in zip(before, layer.parameters) {
      let end = try golden["\(name) | end \(key)"]
      func way(to end: Tensor) -> [Float] { zip(end.elements, start.elements).map { $0 - $1 } }
      #expect(end.shape == parameter.value.shape, "\(key)")
      let expected = way(to: end)
      let tolerance = expected.allSatisfy { abs($0) < 1e-6 } ? Double.infinity : 2e-4
      #expect(relativeError(way(to: parameter.value), expected) < tolerance, "\(key)")
      #expect(relativeError(parameter.value.elements, end.elements) < 1e-5, "\(key)")
    }
    let count = golden.names.filter { $0.hasPrefix("\(name) | end ") }.count
    #expect(count == layer.parameters.count)
  }

  private static let simple = [
    Case("linear", [[2, 3, 17]]) {
      let layer = Linear(17, 9, using: &$0)
      return (layer, { layer($0[0]) })
    },
    Case("linear, one row", [[1, 3]]) {
      let layer = Linear(3, 1, using: &$0)
      return (layer, { layer($0[0]) })
    },
    Case("layer norm", [[2, 3, 7]]) { _ in
      let layer = LayerNorm(7)
      return (layer, { layer($0[0]) })
    },
    Case("layer norm, one row", [[1, 1, 9]]) { _ in
      let layer = LayerNorm(9)
      return (layer, { layer($0[0]) })
    },
  ]

  private static let attention: [Case] = [
    ("one step", [[1, 1, 6]], AttentionMask.none),
    ("causal", [[3, 5, 6]], .causal),
    ("lengths", [[3, 5, 6]], .lengths([5, 1, 3])),
    ("cross", [[2, 3, 6], [2, 4, 6]], .lengths([4, 2])),
  ].map { name, inputs, mask in
    Case("attention, \(name)", inputs) {
      let layer = MultiHeadAttention(6, heads: 2, using: &$0)
      return (layer, { layer($0[0], over: $0.count > 1 ? $0[1] : nil, mask: mask) })
    }
  }

  private static let transformers: [Case] = [
    block("pre", [2, 3, 6], true, .causal), block("post", [2, 3, 6], false, .lengths([3, 1])),
    block("one step", [1, 1, 6], true, .none),
    Case("encoder", [[3, 5, 6]]) {
      let layer = TransformerEncoder(6, heads: 3, layers: 2, hiddenSize: 5, using: &$0)
      return (layer, { layer($0[0], mask: .lengths([3, 5, 1])) })
    },
    decoderLayer("pre", true), decoderLayer("post", false),
    Case("decoder", [[2, 3, 4], [2, 5, 4]]) {
      let layer = TransformerDecoder(4, heads: 2, layers: 2, hiddenSize: 5, using: &$0)
      return (layer, { layer($0[0], layer.initialState(over: $0[1], lengths: [1, 5])).output })
    },
    Case("decoder, one step", [[1, 1, 4], [1, 1, 4]]) {
      let layer = TransformerDecoder(4, heads: 2, layers: 2, hiddenSize: 5, using: &$0)
      return (layer, { layer($0[0], layer.initialState(over: $0[1])).output })
    },
  ]

  private static func block(
    _ name: String, _ shape: [Int], _ isPre: Bool, _ mask: AttentionMask
  ) -> Case {
    Case("encoder layer, \(name)", [shape]) {
      let layer = TransformerBlock(
        6, heads: 3, hiddenSize: 5, normFirst: isPre, activation: isPre ? .gelu : .relu, using: &$0)
      return (layer, { layer($0[0], mask: mask) })
    }
  }

  private static func decoderLayer(_ name: String, _ isPre: Bool) -> Case {
    Case("decoder layer, \(name)", [[2, 3, 4], [2, 5, 4]]) {
      let layer = TransformerDecoderLayer(
        4, heads: 2, hiddenSize: 5, normFirst: isPre, activation: isPre ? .gelu : .relu, using: &$0)
      return (layer, { layer($0[0], over: $0[1], lengths: [5, 2]) })
    }
  }

  private static let convolutions = [
    convolution("convolution", [2, 7, 3]) {
      Conv1d(3, 5, width: 4, stride: 2, padding: 1, using: &$0)
    },
    convolution("convolution, causal", [2, 7, 3]) {
      Conv1d(3, 5, width: 3, padding: .causal, dilation: 2, using: &$0)
    },
    convolution("convolution, groups", [2, 5, 6]) {
      Conv1d(6, 9, width: 3, groups: 3, using: &$0)
    },
    convolution("convolution, one step", [1, 1, 3]) { Conv1d(3, 2, width: 1, using: &$0) },
  ]

  private static func convolution(
    _ name: String, _ shape: [Int], _ make: @escaping @Sendable (inout SplitMix64) -> Conv1d
  ) -> Case {
    Case(name, [shape]) {
      let layer = make(&$0)
      return (layer, { layer($0[0]) })
    }
  }

  private static let recurrent = [
    ("rnn", RecurrentKind.tanh), ("rnn relu", .relu), ("gru", .gru), ("lstm", .lstm),
  ].flatMap { name, kind in
    [
      recurrence("\(name), two layers, both directions, lengths", [4, 5, 3], [2, 5, 1, 3]) {
        kind.layer(3, 2, layers: 2, bidirectional: true)
      },
      recurrence("\(name), odd width", [3, 4, 3], nil) { kind.layer(3, 9) },
      recurrence("\(name), one step", [1, 1, 5], nil) { kind.layer(5, 3) },
    ]
  }

  private static func recurrence(
    _ name: String, _ shape: [Int], _ lengths: [Int]?,
    _ make: @escaping @Sendable () -> any StackedRecurrence
  ) -> Case {
    Case(name, [shape]) { _ in
      let layer = make()
      return (layer, { output(of: layer, $0[0], lengths) })
    }
  }

  private static func output(
    of layer: some StackedRecurrence, _ x: Variable, _ lengths: [Int]?
  ) -> Variable {
    lengths.map { layer(x, lengths: $0).output } ?? layer(x).output
  }

  private static let cells = [
    cell("rnn cell") { RNNCell(3, 5, using: &$0) },
    cell("rnn relu cell") { RNNCell(3, 5, activation: .relu, using: &$0) },
    cell("gru cell") { GRUCell(3, 5, using: &$0) },
    cell("lstm cell") { LSTMCell(3, 5, using: &$0) },
  ]

  private static func cell(
    _ name: String, _ make: @escaping @Sendable (inout SplitMix64) -> any RecurrentCell
  ) -> Case {
    Case(name, [[2, 3, 3]]) {
      let cell = make(&$0)
      return (cell, { lastHidden(of: cell, $0[0]) })
    }
  }

  private static func lastHidden(of cell: some RecurrentCell, _ x: Variable) -> Variable {
    let start = cell.initialState(batch: x.shape[0])
    return (0..<x.shape[1]).reduce(start) { cell(x.step($1), $0).state }.hidden
  }
}
