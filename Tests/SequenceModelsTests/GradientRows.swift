import Testing

@testable import SequenceModels

/// One check of gradients: the operation or layer it stands for, and how to make it.
struct GradientRow: Sendable, CustomTestStringConvertible {
  var covers: String
  var variant = ""
  var make: @Sendable () -> Differentiable

  var testDescription: String { variant.isEmpty ? covers : "\(covers), \(variant)" }

  static let all: [GradientRow] =
    operations + layers + transformerRows + recurrentRows + convolutionRows + decodingRows
    + attendingRows

  private static func unary(
    _ covers: String, _ variant: String = "", shape: [Int] = [2, 3, 5],
    _ apply: @escaping @Sendable (Variable) -> Variable
  ) -> GradientRow {
    GradientRow(covers: covers, variant: variant) {
      Differentiable([("x", random(shape, seed: 1))]) { apply($0[0]) }
    }
  }

  private static func binary(
    _ covers: String, _ variant: String = "", _ x: [Int], _ y: [Int],
    _ apply: @escaping @Sendable (Variable, Variable) -> Variable
  ) -> GradientRow {
    GradientRow(covers: covers, variant: variant) {
      Differentiable([("x", random(x, seed: 1)), ("y", random(y, seed: 2))]) { apply($0[0], $0[1]) }
    }
  }

  /// The fused LSTM; `combine` gets every h `[batch, time, hidden]` and the last c.
  private static func sequence(
    _ variant: String, _ combine: @escaping @Sendable (Variable, Variable) -> Variable
  ) -> GradientRow {
    GradientRow(covers: "LSTMSequence", variant: variant) {
      let shapes = [
        ("x", [2, 4, 3]), ("W", [20, 3]), ("U", [20, 5]), ("bias_ih", [20]), ("bias_hh", [20]),
        ("h", [2, 5]), ("c", [2, 5]),
      ]
      let inputs = shapes.enumerated().map { seed, input in
        (name: input.0, value: random(input.1, seed: UInt64(seed), bound: 0.7))
      }
      return Differentiable(inputs) {
        let (output, cell) = LSTMSequence()($0)
        return combine(output, cell)
      }
    }
  }

  private static let operations: [GradientRow] = [
    binary("MatMul", "as stored", [2, 3, 5], [5, 4]) { $0.matmul($1) },
    binary("MatMul", "transposed", [2, 3, 5], [4, 5]) { $0.matmul($1, transposed: true) },
    binary("Add", "same shapes", [2, 3, 5], [2, 3, 5]) { $0 + $1 },
    binary("Add", "bias", [2, 3, 5], [5]) { $0 + $1 },
    binary("Multiply", "two factors", [2, 3, 5], [2, 3, 5]) { $0 * $1 },
    unary("Multiply", "by itself") { $0 * $0 },
    unary("Scale") { $0 * -1.7 },
    unary("Tanh") { $0.tanh() },
    unary("Sigmoid") { $0.sigmoid() },
    GradientRow(covers: "ReLU") {
      // Both signs, and farther from the kink than any step of the differences.
      let far = random([2, 3, 5], seed: 1).elements.map { $0 < 0 ? $0 - 0.1 : $0 + 0.1 }
      return Differentiable([("x", Tensor(far, shape: [2, 3, 5]))]) { $0[0].relu() }
    },
    unary("Slice", "last axis") { $0.columns(1..<4) },
    unary("Slice", "middle axis") { $0.slice(axis: 1, 1..<3) },
    unary("Slice", "one step") { $0.step(1) },
    unary("SplitColumns", "both parts") {
      let (left, right) = $0.split(at: 2)
      return concatenate([right, left], axis: 2)
    },
    unary("SplitColumns", "left part alone") { $0.split(at: 2).0 },
    unary("SplitColumns", "right part alone") { $0.split(at: 2).1 },
    unary("Reshape") { $0.reshaped([5, 6]) },
    binary("Concatenate", "first axis", [2, 3, 5], [4, 3, 5]) { concatenate([$0, $1], axis: 0) },
    binary("Concatenate", "middle axis", [2, 3, 5], [2, 4, 5]) {
      concatenate([$0, $1, $0], axis: 1)
    },
    binary("Concatenate", "steps", [2, 5], [2, 5]) { stack([$0, $1]) },
    binary("Subtract", "same shapes", [2, 3, 5], [2, 3, 5]) { $0 - $1 },
    binary("Subtract", "bias", [2, 3, 5], [3, 5]) { $0 - $1 },
    unary("Subtract", "from a number") { 1 - $0 },
    binary("Multiply", "row", [2, 3, 5], [5]) { $0 * $1 },
    binary("Multiply", "number", [2, 3, 5], []) { $0 * $1 },
    unary("Exponential") { $0.exp() },
    unary("Log") { ($0 * 0.5 + 1.5).log() },
    unary("Softmax") { ($0 * 3).softmax() },
    unary("LogSoftmax") { ($0 * 3).logSoftmax() },
    unary("SumAxis", "middle axis") { $0.sum(axis: 1) },
    unary("SumAxis", "mean over the last axis") { $0.mean(axis: 2) },
    unary("Gather", shape: [6, 3]) {
      Gather(indices: [4, 0, 4, 5, 1, 4, 2, 0], leading: [2, 4])($0)
    },
    unary("SoftmaxCrossEntropy", "mean") { $0.crossEntropy([4, 0, 2, 2, 1, 3]) },
    unary("SoftmaxCrossEntropy", "weights") {
      $0.crossEntropy([4, 0, 2, 2, 1, 3], weights: [1, 0, 2, 0.5, 0, 1])
    },
    sequence("output and last cell") { concatenate([$0, stack([$1])], axis: 1) },
    sequence("output alone") { output, _ in output },
    sequence("last cell alone") { _, cell in cell },
    unary("DropoutMask") { x in
      var generator = SplitMix64(seed: 3)
      return x.dropout(0.4, using: &generator)
    },
    unary("Sum") { $0.sum() },
    unary("Sum", "mean") { $0.mean() },
  ]

  private static let layers: [GradientRow] = [
    GradientRow(covers: "Affine") {
      Differentiable([
        ("x", random([2, 3, 5], seed: 1)), ("W", random([4, 5], seed: 2)),
        ("b", random([4], seed: 3)),
      ]) { $0[0].linear($0[1], $0[2]) }
    },
    GradientRow(covers: "Affine", variant: "residual around it") {
      Differentiable([
        ("x", random([2, 3, 5], seed: 1)), ("W", random([5, 5], seed: 2)),
        ("b", random([5], seed: 3)), ("r", random([2, 3, 5], seed: 4)),
      ]) { $0[0].linear($0[1], $0[2], around: $0[3]) * $0[0].linear($0[1], $0[2], around: $0[0]) }
    },
    GradientRow(covers: "Linear") {
      var generator = SplitMix64(seed: 4)
      let layer = Linear(5, 4, using: &generator)
      return Differentiable(layer, inputs: [("x", random([2, 3, 5], seed: 1))]) { layer($1[0]) }
    },
    GradientRow(covers: "Embedding") {
      var generator = SplitMix64(seed: 4)
      let layer = Embedding(vocabularySize: 6, size: 5, using: &generator)
      return Differentiable(layer) { tape, _ in layer([[1, 5, 1], [0, 3, 5]], tape) }
    },
    GradientRow(covers: "LSTMCell") {
      var generator = SplitMix64(seed: 4)
      let cell = LSTMCell(3, 4, forgetBias: 1, using: &generator)
      let inputs = [("x", [2, 3]), ("h", [2, 4]), ("c", [2, 4])].enumerated().map { seed, input in
        (name: input.0, value: random(input.1, seed: UInt64(seed)))
      }
      return Differentiable(cell, inputs: inputs) { _, x in
        let next = cell(x[0], LSTMCell.State(hidden: x[1], cell: x[2])).state
        return next.hidden + next.cell
      }
    },
    GradientRow(covers: "LSTM", variant: "two layers") {
      var generator = SplitMix64(seed: 4)
      let lstm = LSTM(3, 4, layers: 2, using: &generator)
      var state = lstm.initialState(batch: 2)
      state.hidden = [5, 6].map { Variable(random([2, 4], seed: $0)) }
      state.cell = [7, 8].map { Variable(random([2, 4], seed: $0)) }
      return Differentiable(lstm, inputs: [("x", random([2, 5, 3], seed: 1))]) { [state] _, x in
        lstm(x[0], state).output
      }
    },
    GradientRow(covers: "LSTM", variant: "gradient through the state") {
      var generator = SplitMix64(seed: 4)
      let lstm = LSTM(3, 4, layers: 2, using: &generator)
      return Differentiable(lstm, inputs: [("x", random([2, 3, 3], seed: 1))]) { _, x in
        let first = lstm(x[0])
        return lstm(x[0], first.state).output
      }
    },
    GradientRow(covers: "Dropout") {
      Differentiable([("x", random([2, 3, 5], seed: 1))]) { x in
        var generator = SplitMix64(seed: 3)
        return Dropout(0.4)(x[0], using: &generator)
      }
    },
    GradientRow(covers: "LanguageModel", variant: "tied weights") {
      var generator = SplitMix64(seed: 4)
      let model = LanguageModel(
        vocabularySize: 6, embeddingSize: 4, hiddenSize: 4, tied: true, using: &generator)
      return Differentiable(model) { tape, _ in
        model([[1, 5, 1], [0, 3, 5]], model.initialState(batch: 2), tape).logits
      }
    },
    GradientRow(covers: "LanguageModel", variant: "dropout") {
      var generator = SplitMix64(seed: 4)
      let model = LanguageModel(
        vocabularySize: 6, embeddingSize: 3, hiddenSize: 4, layers: 2, dropout: 0.3,
        using: &generator)
      for (_, parameter) in model.lstm.parameters {
        parameter.value = parameter.value.scaled(by: 2)
      }
      return Differentiable(model) { tape, _ in
        var generator = SplitMix64(seed: 5)
        return model.training(
          [[1, 5, 1], [0, 3, 5]], model.initialState(batch: 2), tape, using: &generator
        ).logits
      }
    },
    GradientRow(covers: "LanguageModel") {
      var generator = SplitMix64(seed: 4)
      let model = LanguageModel(
        vocabularySize: 6, embeddingSize: 3, hiddenSize: 4, layers: 2, using: &generator)
      // Large enough weights that gradients stand out of the differences' rounding.
      for (_, parameter) in model.lstm.parameters {
        parameter.value = parameter.value.scaled(by: 2)
      }
      return Differentiable(model) { tape, _ in
        model([[1, 5, 1], [0, 3, 5]], model.initialState(batch: 2), tape).logits
      }
    },
  ]
}
