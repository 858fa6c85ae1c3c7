import Testing

@testable import SequenceModels

@Suite struct SpectrumTests {
  @Test("The spectral radius is LAPACK's", arguments: [1, 2, 3, 7, 12])
  func spectralRadius(size: Int) throws {
    let golden = try Golden("eigenvalues")
    let exact = Double(try golden["radius \(size)"].scalar)
    #expect(abs(try golden["matrix \(size)"].spectralRadius - exact) < 1e-6 * exact)
  }

  @Test("Eigenvalues of rotations, Jordan blocks and permutations are found")
  func knownEigenvalues() {
    // 2 · rotation by 60°, beside a smaller real eigenvalue.
    let (c, s) = (Float(1), Float(3).squareRoot())
    let rotation = Tensor([c, -s, 9, s, c, 7, 0, 0, 1.5], shape: [3, 3])
    #expect(abs(rotation.spectralRadius - 2) < 1e-6)
    let jordan = Tensor([3, 1, 0, 0, 3, 1, 0, 0, 3], shape: [3, 3])
    #expect(abs(jordan.spectralRadius - 3) < 1e-4)
    // A cycle: all eigenvalues on the unit circle, where an unshifted iteration never ends.
    let cycle = (0..<25).map { Float(($0 / 5 + 1) % 5 == $0 % 5 ? 1 : 0) }
    let values = Tensor(cycle, shape: [5, 5]).eigenvalues
    #expect(values.count == 5)
    for value in values {
      let size = (value.real * value.real + value.imaginary * value.imaginary).squareRoot()
      #expect(abs(size - 1) < 1e-12)
    }
    #expect(Tensor(zeros: [4, 4]).spectralRadius == 0)
  }

  @Test("The sum of the eigenvalues is the trace, of their squares that of the square")
  func traces() {
    let x = random([20, 20], seed: 3)
    let (found, e) = (x.eigenvalues, x.elements.map(Double.init))
    let trace = (0..<20).reduce(0) { $0 + e[$1 * 21] }
    var square = 0.0
    for i in 0..<20 { for j in 0..<20 { square += e[i * 20 + j] * e[j * 20 + i] } }
    #expect(abs(found.reduce(0) { $0 + $1.real } - trace) < 1e-12)
    let squares = found.reduce(0) { $0 + $1.real * $1.real - $1.imaginary * $1.imaginary }
    #expect(abs(squares - square) < 1e-11)
  }

  @Test("Every gate of every layer gets the spectral radius", arguments: RecurrentKind.allCases)
  func setSpectralRadius(kind: RecurrentKind) {
    let layer = kind.layer(3, 16, layers: 2, bidirectional: true)
    layer.setSpectralRadius(1.25)
    for (name, parameter) in layer.parameters where name.hasPrefix("weight_hh") {
      for start in stride(from: 0, to: parameter.value.count, by: 256) {
        let block = Tensor(
          Array(parameter.value.elements[start..<(start + 256)]), shape: [16, 16])
        #expect(abs(block.spectralRadius - 1.25) < 1e-5, "\(name)")
      }
    }
  }

  @Test(
    "Orthogonal weights have orthonormal rows or columns", arguments: [[5, 5], [3, 7], [7, 3]])
  func orthogonal(shape: [Int]) {
    var generator = SplitMix64(seed: 5)
    let x = Initializer.orthogonal(shape, gain: 2, using: &generator)
    let (count, size) = (min(shape[0], shape[1]), max(shape[0], shape[1]))
    for i in 0..<count {
      for j in 0..<count {
        let product = (0..<size).reduce(0.0) { sum, k in
          let (a, b) = shape[0] <= shape[1] ? (x[i, k], x[j, k]) : (x[k, i], x[k, j])
          return sum + Double(a) * Double(b)
        }
        #expect(abs(product - (i == j ? 4 : 0)) < 1e-5)
      }
    }
    let gru = GRU(2, 8, using: &generator)
    gru.setOrthogonal(using: &generator)
    let block = Tensor(Array(gru.cells[0].hiddenWeight.value.elements.suffix(64)), shape: [8, 8])
    for value in block.eigenvalues {
      let square = value.real * value.real + value.imaginary * value.imaginary
      #expect(abs(square - 1) < 1e-5)
    }
  }

  @Test(
    "Gradients with respect to every h are those of the state carried on from there",
    arguments: [0, 1],
    RecurrentKind.allCases)
  func hiddenStateGradients(layer index: Int, kind: RecurrentKind) throws {
    func check(_ layer: some StackedRecurrence) throws {
      let x = random([2, 6, 3], seed: 1)
      let seed = random([2, 5], seed: 2)
      let found = layer.hiddenStateGradients(x, layer: index) { output in
        (output.step(5) * Variable(seed)).sum()
      }
      #expect(found.count == 6 && found.allSatisfy { $0.shape == [2, 5] })
      #expect(layer.parameters.allSatisfy { $0.parameter.gradient == nil })
      let norms = layer.hiddenStateGradientNorms(x, layer: index) { output in
        (output.step(5) * Variable(seed)).sum()
      }
      #expect(norms.allSatisfy { $0 > 0 })
      if index == 1 { #expect(relativeError(found[5].elements, seed.elements) < 1e-6) }
      if index == 1 {
        // h₂ as the start of the rest: its gradient is the same.
        var middle = layer(Variable(x).slice(axis: 1, 0..<3)).state.detached
        let carried = Tape().variable(middle.hidden[1].value)
        middle.hidden[1] = carried
        let rest = layer(Variable(x).slice(axis: 1, 3..<6), middle).output
        (rest.step(2) * Variable(seed)).sum().backward()
        let gradient = try #require(carried.gradient)
        #expect(relativeError(found[2].elements, gradient.elements) < 1e-5)
      } else {
        // The last h of the lower layer only reaches the loss through the upper layer's last step.
        let before = layer(Variable(x).slice(axis: 1, 0..<5)).state.detached
        let last = Tape().variable(layer(Variable(x)).state.hidden[0].value)
        let above = layer.cells[1](last, layer.cellStates(before, batch: 2)[1]).state.hidden
        (above * Variable(seed)).sum().backward()
        let gradient = try #require(last.gradient)
        #expect(relativeError(found[5].elements, gradient.elements) < 1e-5)
      }
    }
    try check(kind.layer(3, 5, layers: 2))
  }

  @Test("In a linear recurrence the gradient shrinks like the radius to the power of the distance")
  func radiusToThePower() {
    var generator = SplitMix64(seed: 6)
    let rnn = RNN(1, 12, activation: .relu, using: &generator)
    // Positive weights and states, so that every rectifier is open.
    let weight = rnn.cells[0].hiddenWeight
    weight.value = weight.value.combined(with: weight.value) { x, _ in abs(x) }
    rnn.cells[0].inputBias.value = Tensor(repeating: 1, shape: [12])
    rnn.cells[0].hiddenBias.value = Tensor(repeating: 1, shape: [12])
    rnn.setSpectralRadius(0.8)
    let norms = rnn.hiddenStateGradientNorms(Tensor(zeros: [1, 40, 1])) { $0.step(39).sum() }
    for step in 0..<20 { #expect(abs(norms[step] / norms[step + 1] - 0.8) < 1e-4) }
  }
}
