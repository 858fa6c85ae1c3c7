@testable import SequenceModels

extension GradientRow {
  /// A fused operation on x, W, U, two biases and the state's parts, of uneven lengths and of full.
  private static func sequence(
    _ covers: String, _ variant: String, gates: Int, states: Int = 1,
    _ apply: @escaping @Sendable ([Variable]) -> Variable
  ) -> GradientRow {
    GradientRow(covers: covers, variant: variant) {
      let shapes =
        [
          ("x", [3, 4, 2]), ("W", [gates * 5, 2]), ("U", [gates * 5, 5]), ("b", [gates * 5]),
          ("b_h", [gates * 5]),
        ] + Array(repeating: ("state", [3, 5]), count: states)
      let inputs = shapes.enumerated().map { seed, input in
        (name: input.0, value: random(input.1, seed: UInt64(seed), bound: 0.7))
      }
      return Differentiable(inputs, apply)
    }
  }

  private static let lengths = [2, 4, 1]

  /// A fused operation on products made before, of which each step has one.
  private static func lookup(
    _ covers: String, gates: Int, states: Int = 1,
    _ apply: @escaping @Sendable (RecurrentInput.Lookup, [Variable]) -> Variable
  ) -> GradientRow {
    GradientRow(covers: covers, variant: "lookup, lengths") {
      let shapes =
        [
          ("products", [3, gates * 5]), ("U", [gates * 5, 5]), ("b", [gates * 5]),
          ("b_h", [gates * 5]),
        ] + Array(repeating: ("state", [3, 5]), count: states)
      let inputs = shapes.enumerated().map { seed, input in
        (name: input.0, value: random(input.1, seed: UInt64(seed), bound: 0.7))
      }
      let places = [0, 2, 0, 1, 1, 0, 0, 2, 2, 1, 0, 0]
      return Differentiable(inputs) {
        apply(RecurrentInput.Lookup(batch: 3, time: 4, places: places), $0)
      }
    }
  }

  static let recurrentRows: [GradientRow] =
    [
      sequence("RNNSequence", "tanh", gates: 1) { RNNSequence(activation: .tanh)($0) },
      sequence("RNNSequence", "tanh, lengths, reversed", gates: 1) {
        RNNSequence(activation: .tanh, lengths: lengths, reversed: true)($0)
      },
      sequence("RNNSequence", "relu, lengths", gates: 1) { inputs in
        // Sums far from the kink: the first units on, the others off.
        var inputs = inputs
        let away = Variable(Tensor([4, 4, 4, -4, -4], shape: [5]))
        inputs[2] = inputs[2] * 0.3
        inputs[3] = inputs[3] + away
        return RNNSequence(activation: .relu, lengths: lengths)(inputs)
      },
      sequence("LSTMSequence", "lengths", gates: 4, states: 2) {
        let (output, cell) = LSTMSequence(lengths: lengths)($0)
        return concatenate([output, stack([cell])], axis: 1)
      },
      sequence("LSTMSequence", "lengths, reversed", gates: 4, states: 2) {
        let (output, cell) = LSTMSequence(lengths: lengths, reversed: true)($0)
        return concatenate([output, stack([cell])], axis: 1)
      },
      lookup("RNNSequence", gates: 1) {
        RNNSequence(activation: .tanh, lengths: lengths, lookup: $0)($1)
      },
      lookup("LSTMSequence", gates: 4, states: 2) {
        let (output, cell) = LSTMSequence(lengths: lengths, reversed: true, lookup: $0)($1)
        return concatenate([output, stack([cell])], axis: 1)
      },
    ]
    + GRUCell.Reset.allCases.flatMap { reset in
      [
        sequence("GRUSequence", "\(reset)", gates: 3) { GRUSequence(reset: reset)($0) },
        sequence("GRUSequence", "\(reset), lengths", gates: 3) {
          GRUSequence(reset: reset, lengths: lengths)($0)
        },
        sequence("GRUSequence", "\(reset), lengths, reversed", gates: 3) {
          GRUSequence(reset: reset, lengths: lengths, reversed: true)($0)
        },
        lookup("GRUSequence", gates: 3) {
          GRUSequence(reset: reset, lengths: lengths, lookup: $0)($1)
        },
      ]
    }
    + [
      GradientRow(covers: "RNNCell") { cell(RNNCell(2, 5, using: &generator)) },
      GradientRow(covers: "GRUCell", variant: "reset after the product") {
        cell(GRUCell(2, 5, using: &generator))
      },
      GradientRow(covers: "GRUCell", variant: "reset before the product") {
        cell(GRUCell(2, 5, reset: .beforeProduct, using: &generator))
      },
      GradientRow(covers: "RNN", variant: "output and state") {
        layer(RNN(2, 3, layers: 2, bidirectional: true, using: &generator))
      },
      GradientRow(covers: "GRU", variant: "output and state") {
        layer(GRU(2, 3, layers: 2, bidirectional: true, using: &generator))
      },
      GradientRow(covers: "LSTM", variant: "bidirectional, output and state") {
        layer(LSTM(2, 3, layers: 2, bidirectional: true, using: &generator))
      },
      GradientRow(covers: "LanguageModel", variant: "GRU") {
        var weights = SplitMix64(seed: 4)
        let memory = GRU(3, 4, layers: 2, using: &weights)
        for (_, parameter) in memory.parameters {
          parameter.value = parameter.value.scaled(by: 2)
        }
        let model = LanguageModel(
          vocabularySize: 6, embeddingSize: 3, memory: memory, using: &weights)
        return Differentiable(model) { tape, _ in
          model([[1, 5, 1], [0, 3, 5]], model.initialState(batch: 2), tape).logits
        }
      },
    ]

  /// A fresh generator at every use.
  private static var generator: SplitMix64 {
    get { SplitMix64(seed: 4) }
    set {}
  }

  private static func cell<Cell: RecurrentCell>(
    _ cell: Cell
  ) -> Differentiable where Cell.State == StepState {
    let inputs = [("x", random([2, 2], seed: 1)), ("h", random([2, 5], seed: 2))]
    return Differentiable(cell, inputs: inputs) { _, x in
      cell(x[0], StepState(hidden: x[1])).state.hidden
    }
  }

  /// Uneven lengths; the output and each layer's last h.
  private static func layer(_ layer: some StackedRecurrence) -> Differentiable {
    for (_, parameter) in layer.parameters { parameter.value = parameter.value.scaled(by: 1.5) }
    return Differentiable(layer, inputs: [("x", random([3, 4, 2], seed: 1))]) { _, x in
      let (output, state) = layer(x[0], lengths: lengths)
      let ends = concatenate(state.hidden, axis: 1)
      return concatenate([output.reshaped([3, 24]), ends], axis: 1)
    }
  }
}
