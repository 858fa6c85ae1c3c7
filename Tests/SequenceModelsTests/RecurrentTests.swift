import Testing

@testable import SequenceModels

/// The kinds of recurrent layer, small, in one direction or both.
enum RecurrentKind: String, CaseIterable, Codable, Sendable {
  case tanh, relu, gru, gruResetBefore, lstm

  func layer(
    _ inputSize: Int, _ hiddenSize: Int, layers: Int = 1, bidirectional: Bool = false
  ) -> any StackedRecurrence {
    var generator = SplitMix64(seed: 11)
    switch self {
    case .tanh, .relu:
      return RNN(
        inputSize, hiddenSize, layers: layers, activation: self == .tanh ? .tanh : .relu,
        bidirectional: bidirectional, using: &generator)
    case .gru, .gruResetBefore:
      return GRU(
        inputSize, hiddenSize, layers: layers,
        reset: self == .gru ? .afterProduct : .beforeProduct, bidirectional: bidirectional,
        using: &generator)
    case .lstm:
      return LSTM(
        inputSize, hiddenSize, layers: layers, bidirectional: bidirectional, using: &generator)
    }
  }
}

@Suite struct RecurrentTests {
  /// Output, last h of every cell, and gradients of x and all weights for L = Σ seed ⊙ both.
  struct Result: Equatable {
    var output: Tensor
    var ends: [Tensor]
    var gradients: [Tensor]
  }

  private static func fused(
    _ layer: some StackedRecurrence, _ x: Tensor, _ lengths: [Int]?, seed: Tensor
  ) throws -> Result {
    layer.clearGradients()
    let tape = Tape()
    let input = tape.variable(x)
    let (output, state) = lengths.map { layer(input, lengths: $0) } ?? layer(input)
    ((output * Variable(seed)).sum() + state.hidden.reduce(Variable(Tensor(0))) { $0 + $1.sum() })
      .backward()
    let weights = try layer.parameters.map { try #require($0.parameter.gradient) }
    return Result(
      output: output.value, ends: state.hidden.map(\.value),
      gradients: [try #require(input.gradient)] + weights)
  }

  /// The same from one-step cells, sequence by sequence.
  private static func composed(
    _ layer: some StackedRecurrence, _ x: Tensor, _ lengths: [Int], seed: Tensor
  ) throws -> Result {
    layer.clearGradients()
    let tape = Tape()
    let input = tape.variable(x)
    var outputs: [Tensor] = []
    var ends: [[Tensor]] = Array(repeating: [], count: layer.cells.count)
    var loss = Variable(Tensor(0))
    for (row, length) in lengths.enumerated() {
      var steps = (0..<length).map { input.slice(axis: 0, row..<(row + 1)).step($0) }
      for place in 0..<layer.layerCount {
        let sides = (0..<layer.directions).map { direction -> [Variable] in
          let cell = layer.cells[place * layer.directions + direction]
          var state = layer.cellStates(nil, batch: 1)[place * layer.directions + direction]
          var hidden: [Variable] = []
          for x in direction == 1 ? steps.reversed() : steps {
            state = cell(x, state).state
            hidden.append(state.hidden)
          }
          ends[place * layer.directions + direction].append(hidden[length - 1].value)
          loss = loss + hidden[length - 1].sum()
          return direction == 1 ? hidden.reversed() : hidden
        }
        steps = (0..<length).map { step in concatenate(sides.map { $0[step] }, axis: 1) }
      }
      let seeds = Variable(seed).slice(axis: 0, row..<(row + 1))
      for (step, output) in steps.enumerated() { loss = loss + (output * seeds.step(step)).sum() }
      let width = layer.outputSize
      outputs += steps.map(\.value)
      outputs += Array(repeating: Tensor(zeros: [1, width]), count: x.shape[1] - length)
    }
    loss.backward()
    let weights = try layer.parameters.map { try #require($0.parameter.gradient) }
    return Result(
      output: Tensor(outputs.flatMap(\.elements), shape: seed.shape),
      ends: ends.map { Tensor($0.flatMap(\.elements), shape: [lengths.count, $0[0].shape[1]]) },
      gradients: [try #require(input.gradient)] + weights)
  }

  private static func expectClose(_ a: Result, _ b: Result) {
    #expect(relativeError(a.output.elements, b.output.elements) < 1e-6)
    for (x, y) in zip(a.ends, b.ends) { #expect(relativeError(x.elements, y.elements) < 1e-6) }
    for (x, y) in zip(a.gradients, b.gradients) {
      #expect(relativeError(x.elements, y.elements) < 2e-5)
    }
  }

  @Test(
    "Fused layers give the values and gradients of composed cells",
    arguments: RecurrentKind.allCases,
    [false, true])
  func fusedEqualsComposed(kind: RecurrentKind, bidirectional: Bool) throws {
    func check(_ layer: some StackedRecurrence) throws {
      for (time, lengths) in [(1, [1, 1]), (5, [5, 5]), (6, [2, 6, 1, 6, 3])] {
        let x = random([lengths.count, time, 3], seed: 12)
        let seed = random([lengths.count, time, layer.outputSize], seed: 13)
        let expected = try Self.composed(layer, x, lengths, seed: seed)
        Self.expectClose(try Self.fused(layer, x, lengths, seed: seed), expected)
      }
    }
    try check(kind.layer(3, 5, layers: 2, bidirectional: bidirectional))
  }

  @Test("Full lengths give the bits of a call without lengths", arguments: RecurrentKind.allCases)
  func fullLengths(kind: RecurrentKind) throws {
    func check(_ layer: some StackedRecurrence) throws {
      let (x, seed) = (random([4, 6, 3], seed: 12), random([4, 6, 10], seed: 13))
      let with = try Self.fused(layer, x, [6, 6, 6, 6], seed: seed)
      #expect(try Self.fused(layer, x, nil, seed: seed) == with)
    }
    try check(kind.layer(3, 5, layers: 2, bidirectional: true))
  }

  @Test(
    "Padding changes no bit of outputs, states and gradients, whatever it holds and however much",
    arguments: RecurrentKind.allCases, [0, 1e30, Float.nan])
  func padding(kind: RecurrentKind, filler: Float) throws {
    let lengths = [3, 5, 1, 4]
    func padded(_ x: Tensor, to time: Int, with filler: Float) -> Tensor {
      var elements: [Float] = []
      for row in 0..<4 {
        for step in 0..<time {
          for j in 0..<x.shape[2] {
            elements.append(step < lengths[row] ? x[row, step, j] : filler)
          }
        }
      }
      return Tensor(elements, shape: [4, time, x.shape[2]])
    }
    func check(_ layer: some StackedRecurrence) throws {
      let (x, seed) = (random([4, 5, 3], seed: 12), random([4, 5, 10], seed: 13))
      let short = try Self.fused(layer, x, lengths, seed: padded(seed, to: 5, with: 0))
      let long = try Self.fused(
        layer, padded(x, to: 9, with: filler), lengths, seed: padded(seed, to: 9, with: 2))
      #expect(long.output == padded(short.output, to: 9, with: 0))
      #expect(long.ends == short.ends)
      #expect(long.gradients[0] == padded(short.gradients[0], to: 9, with: 0))
      #expect(long.gradients.dropFirst() == short.gradients.dropFirst())
    }
    try check(kind.layer(3, 5, layers: 2, bidirectional: true))
  }

  @Test("Each sequence of a padded batch is as if it were alone", arguments: RecurrentKind.allCases)
  func sequencesAlone(kind: RecurrentKind) {
    func check(_ layer: some StackedRecurrence) {
      let (x, lengths) = (Variable(random([3, 5, 3], seed: 12)), [2, 5, 4])
      let (output, state) = layer(x, lengths: lengths)
      for (row, length) in lengths.enumerated() {
        let alone = layer(x.slice(axis: 0, row..<(row + 1)).slice(axis: 1, 0..<length))
        let part = output.slice(axis: 0, row..<(row + 1)).slice(axis: 1, 0..<length)
        #expect(alone.output.value == part.value)
        #expect(alone.state.hidden.map(\.value) == state.selecting(rows: [row]).hidden.map(\.value))
      }
    }
    check(kind.layer(3, 5, layers: 2, bidirectional: true))
  }

  @Test(
    "A sequence in two halves, the state carried, equals the whole",
    arguments: RecurrentKind.allCases)
  func carriedState(kind: RecurrentKind) {
    func check(_ layer: some StackedRecurrence) {
      let x = Variable(random([2, 6, 3], seed: 12))
      let whole = layer(x)
      let first = layer(x.slice(axis: 1, 0..<2))
      let rest = layer(x.slice(axis: 1, 2..<6), first.state)
      #expect(whole.output.slice(axis: 1, 2..<6).value == rest.output.value)
      #expect(whole.state.hidden.map(\.value) == rest.state.hidden.map(\.value))
    }
    check(kind.layer(3, 5, layers: 2))
  }

  @Test("Names of both directions are PyTorch's")
  func names() {
    let names = RecurrentKind.gru.layer(3, 5, layers: 2, bidirectional: true).parameters.map(\.name)
    let expected = ["_l0", "_l0_reverse", "_l1", "_l1_reverse"].flatMap { suffix in
      ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map { $0 + suffix }
    }
    #expect(names == expected)
  }

  @Test("A trace ends in the state that the layers end in", arguments: RecurrentKind.allCases)
  func trace(kind: RecurrentKind) {
    func check(_ layer: some StackedRecurrence) {
      let x = random([1, 6, 3], seed: 1)
      let state = layer(Variable(x)).state
      for (place, reversed) in [(2, false), (3, true)] {
        let trace = layer.trace(x, layer: 1, reversed: reversed)
        #expect(trace.signals.allSatisfy { $0.values.count == 6 && $0.values[0].count == 5 })
        #expect(trace.signals.last?.name == "hidden")
        #expect(relativeError(trace.hidden[5], state.hidden[place].value.elements) < 1e-6)
      }
    }
    check(kind.layer(3, 5, layers: 2, bidirectional: true))
  }
}
