@testable import SequenceModels

/// Something to differentiate: weights, and what is computed from them.
struct Differentiable {
  var parameters: [(name: String, parameter: Parameter)]
  var run: (Tape) -> Variable
  /// How far the differences step; wider where gradients are so small that float32 rounding would show.
  var step: Float = 0.02

  /// A function of tensors, each given as a parameter.
  init(_ inputs: [(name: String, value: Tensor)], _ run: @escaping ([Variable]) -> Variable) {
    let parameters = inputs.map { (name: $0.name, parameter: Parameter($0.value)) }
    self.parameters = parameters
    self.run = { tape in run(parameters.map { tape($0.parameter) }) }
  }

  /// A layer, and inputs whose gradients are checked too.
  init(
    _ layer: some Layer, inputs: [(name: String, value: Tensor)] = [],
    _ run: @escaping (Tape, [Variable]) -> Variable
  ) {
    let inputs = inputs.map { (name: $0.name, parameter: Parameter($0.value)) }
    parameters = layer.parameters + inputs
    self.run = { tape in run(tape, inputs.map { tape($0.parameter) }) }
  }

  /// Relative error of every gradient against five-point differences of L = Σ seed ⊙ output:
  ///
  ///     L′(x) ≈ (L(x − 2h) − 8 L(x − h) + 8 L(x + h) − L(x + 2h)) / 12h
  func gradientErrors() -> [(name: String, error: Double)] {
    var generator = SplitMix64(seed: 99)
    let output = run(Tape())
    let seed = Initializer.uniform(output.shape, bound: 1, using: &generator)
    output.backward(seed: seed)
    return parameters.map { name, parameter in
      let start = parameter.value
      let exact = parameter.gradient?.elements ?? Array(repeating: 0, count: start.count)
      var difference = 0.0
      var size = 0.0
      for place in 0..<start.count {
        func loss(_ steps: Float) -> Double {
          var elements = start.elements
          elements[place] += steps * step
          parameter.value = Tensor(elements, shape: start.shape)
          return zip(run(Tape(gradients: false)).value.elements, seed.elements)
            .reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let numeric = (loss(-2) - 8 * loss(-1) + 8 * loss(1) - loss(2)) / (12 * Double(step))
        difference += (numeric - Double(exact[place])) * (numeric - Double(exact[place]))
        size += numeric * numeric
      }
      parameter.value = start
      return (name, difference.squareRoot() / max(size.squareRoot(), 1e-3))
    }
  }
}

/// A tensor of numbers in ±1, the same for a seed.
func random(_ shape: [Int], seed: UInt64, bound: Float = 1) -> Tensor {
  var generator = SplitMix64(seed: seed)
  return Initializer.uniform(shape, bound: bound, using: &generator)
}
