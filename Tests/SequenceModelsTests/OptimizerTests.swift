import Testing

@testable import SequenceModels

/// An optimiser under the name that make_training_golden.py gives it.
struct NamedOptimizer: Sendable, CustomTestStringConvertible {
  var name: String
  var make: @Sendable () -> any Optimizer
  var testDescription: String { name }

  init(_ name: String, _ make: @escaping @Sendable () -> any Optimizer) {
    (self.name, self.make) = (name, make)
  }

  static let whole: [NamedOptimizer] = [
    NamedOptimizer("SGD") { SGD(learningRate: 0.1) },
    NamedOptimizer("SGD, decay") { SGD(learningRate: 0.1, weightDecay: 0.2) },
    NamedOptimizer("SGD, momentum") {
      SGD(learningRate: 0.05, momentum: 0.9, dampening: 0.3, weightDecay: 0.1)
    },
    NamedOptimizer("SGD, Nesterov") { SGD(learningRate: 0.05, momentum: 0.9, nesterov: true) },
    NamedOptimizer("Adagrad") { Adagrad(learningRate: 0.1) },
    NamedOptimizer("Adagrad, decay") {
      Adagrad(learningRate: 0.1, rateDecay: 0.05, weightDecay: 0.1, initialSum: 0.3)
    },
    NamedOptimizer("RMSprop") { RMSprop(learningRate: 0.02) },
    NamedOptimizer("RMSprop, decay") { RMSprop(learningRate: 0.02, alpha: 0.9, weightDecay: 0.1) },
    NamedOptimizer("RMSprop, momentum") { RMSprop(learningRate: 0.02, momentum: 0.8) },
    NamedOptimizer("RMSprop, centered") {
      RMSprop(learningRate: 0.02, alpha: 0.9, momentum: 0.5, centered: true)
    },
    NamedOptimizer("Adam") { Adam(learningRate: 0.03) },
    NamedOptimizer("Adam, decay") {
      Adam(learningRate: 0.03, beta1: 0.8, beta2: 0.95, weightDecay: 0.2)
    },
    NamedOptimizer("Adam, amsgrad") {
      Adam(learningRate: 0.03, beta1: 0.8, beta2: 0.9, amsgrad: true)
    },
    NamedOptimizer("AdamW") { AdamW(learningRate: 0.03) },
    NamedOptimizer("AdamW, decay") { AdamW(learningRate: 0.03, weightDecay: 0.5, amsgrad: true) },
  ]

  static let rows: [NamedOptimizer] = [
    NamedOptimizer("rows, SGD") { SGD(learningRate: 0.1) },
    NamedOptimizer("rows, Adagrad") { Adagrad(learningRate: 0.1) },
    NamedOptimizer("rows, SparseAdam") { Adam(learningRate: 0.03, sparse: true) },
    NamedOptimizer("rows, Adam") { Adam(learningRate: 0.03) },
    NamedOptimizer("rows, AdamW") { AdamW(learningRate: 0.03) },
    NamedOptimizer("rows, SGD momentum") {
      SGD(learningRate: 0.1, momentum: 0.9, weightDecay: 0.1)
    },
    NamedOptimizer("rows, RMSprop") { RMSprop(learningRate: 0.02, centered: true) },
  ]
}

@Suite struct OptimizerTests {
  @Test("Ten steps of every optimiser are PyTorch's", arguments: NamedOptimizer.whole)
  func optimizersEqualPyTorch(named: NamedOptimizer) throws {
    let golden = try Golden("optimizers")
    let parameter = Parameter(try golden["start"])
    var optimizer = named.make()
    let steps = try golden.layers(named.name)
    #expect(steps.count == 10)
    for (gradient, expected) in zip(try golden.layers("gradients"), steps) {
      parameter.clearGradient()
      parameter.accumulate(gradient)
      // Under two names: a shared parameter is updated once.
      optimizer.update([("p", parameter), ("q", parameter)])
      #expect(relativeError(parameter.value.elements, expected.elements) < 2e-6)
    }
  }

  @Test("Steps on rows of an embedding are PyTorch's", arguments: NamedOptimizer.rows)
  func rowsEqualPyTorch(named: NamedOptimizer) throws {
    let golden = try Golden("optimizers")
    let table = Parameter(try golden["table"])
    var optimizer = named.make()
    let steps = try golden.layers(named.name)
    let batches = zip(try golden.layers("tokens"), try golden.layers("weights"))
    for ((tokens, weights), expected) in zip(batches, steps) {
      table.clearGradient()
      let chosen = Tape()(table).selecting(rows: tokens.elements.map { Int($0) })
      (chosen * Variable(weights)).sum().backward()
      #expect(table.rowGradient != nil)
      optimizer.update([("table", table)])
      #expect(relativeError(table.value.elements, expected.elements) < 2e-6)
    }
  }

  @Test(
    "A gradient by rows and the same as a whole give the same bits",
    arguments: NamedOptimizer.rows.filter { !$0.name.contains("Sparse") })
  func rowsAndWhole(named: NamedOptimizer) {
    let start = random([40, 3], seed: 1)
    let (byRows, whole) = (Parameter(start), Parameter(start))
    var (first, second) = (named.make(), named.make())
    for step in 0..<5 {
      let indices = [7, 8, 9, 7, 39, (step * 11) % 40]
      byRows.clearGradient()
      whole.clearGradient()
      let chosen = Tape()(byRows).selecting(rows: indices)
      (chosen * Variable(random([6, 3], seed: UInt64(step)))).sum().backward()
      if let gradient = byRows.gradient { whole.accumulate(gradient) }
      #expect(whole.rowGradient == nil)
      first.update([("w", byRows)])
      second.update([("w", whole)])
      #expect(byRows.value == whole.value)
    }
  }

  @Test("Rows are summed in order, and with whole gradients of the same weights")
  func rowsAreSummed() throws {
    let table = Parameter(Tensor(zeros: [3, 2]))
    let tape = Tape()
    let rows = tape(table).selecting(rows: [2, 0, 2])
    let again = tape(table).selecting(rows: [0])
    let whole = tape(table) * 3
    let seeds = Variable(Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2]))
    ((rows * seeds).sum() + again.sum()).backward(keepingTape: true)
    #expect(table.rowGradient?.rows == [0, 2])
    #expect(try #require(table.gradient).elements == [4, 5, 0, 0, 6, 8])
    whole.sum().backward(keepingTape: true)
    #expect(table.rowGradient == nil)
    #expect(try #require(table.gradient).elements == [7, 8, 3, 3, 9, 11])
    again.sum().backward()
    #expect(try #require(table.gradient).elements == [8, 9, 3, 3, 9, 11])
    table.clearGradient()
    #expect(table.gradient == nil)
  }

  @Test("Rows count in the norm, and clipping scales them")
  func clippingOfRows() throws {
    struct Model: Layer {
      let table = Parameter(Tensor(zeros: [4, 2])), bias = Parameter(Tensor(zeros: [2]))
      var children: Children { ["table": table, "bias": bias] }
    }
    let model = Model()
    let tape = Tape()
    let y = tape(model.table).selecting(rows: [3, 3]) * Variable(Tensor([1, 0], shape: [2]))
    (y + tape(model.bias)).sum().backward()
    // Row 3 has 2, 0; the bias 2, 2.
    #expect(abs(model.clipGradients(toNorm: 1) - Float(12).squareRoot()) < 1e-6)
    #expect(model.table.rowGradient?.rows == [3])
    #expect(abs(model.gradientNorm - 1) < 1e-5)
    model.clipGradients(toValue: 0.25)
    #expect(try #require(model.table.gradient).elements == [0, 0, 0, 0, 0, 0, 0.25, 0])
    #expect(try #require(model.bias.gradient).elements == [0.25, 0.25])
  }

  @Test("AdamW leaves alone what does not decay")
  func decayByName() {
    let (weight, bias) = (Parameter(random([2, 3], seed: 1)), Parameter(random([3], seed: 2)))
    var optimizer = AdamW(learningRate: 0.1, weightDecay: 0.5) { name, shape in
      name == "weight" && shape.count > 1
    }
    let (w, b) = (weight.value.elements, bias.value.elements)
    weight.accumulate(Tensor(zeros: [2, 3]))
    bias.accumulate(Tensor(zeros: [3]))
    optimizer.update([("weight", weight), ("bias", bias)])
    #expect(bias.value.elements == b)
    #expect(relativeError(weight.value.elements, w.map { $0 * 0.95 }) < 1e-6)
  }
}
