import CKernels
import Testing

@testable import SequenceModels

@Suite struct ConvolutionTests {
  /// A case of make_convolution_golden.py, as the layer is made here.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var make: @Sendable (inout SplitMix64) -> Conv1d
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "plain") { Conv1d(3, 5, width: 4, using: &$0) },
    Case(name: "one step") { Conv1d(3, 2, width: 3, using: &$0) },
    Case(name: "width one") { Conv1d(5, 7, width: 1, using: &$0) },
    Case(name: "padding") { Conv1d(3, 5, width: 5, padding: 2, using: &$0) },
    Case(name: "stride") { Conv1d(3, 5, width: 3, stride: 3, padding: 1, using: &$0) },
    Case(name: "dilation") { Conv1d(3, 5, width: 3, dilation: 3, using: &$0) },
    Case(name: "same") { Conv1d(3, 5, width: 4, padding: .same, using: &$0) },
    Case(name: "same dilated") {
      Conv1d(3, 5, width: 4, padding: .same, dilation: 3, using: &$0)
    },
    Case(name: "causal") { Conv1d(3, 5, width: 3, padding: .causal, dilation: 2, using: &$0) },
    Case(name: "groups") {
      Conv1d(6, 9, width: 3, stride: 2, padding: 1, groups: 3, using: &$0)
    },
    Case(name: "depthwise") { Conv1d(5, 5, width: 3, groups: 5, bias: false, using: &$0) },
  ]

  @Test("A convolution has PyTorch's output and gradients", arguments: cases)
  func convolutionEqualsPyTorch(example: Case) throws {
    let golden = try Golden("convolution")
    var generator = SplitMix64(seed: 1)
    let layer = example.make(&generator)
    try golden.load(into: layer, prefix: "\(example.name) ")
    let x = Tape().variable(try golden["\(example.name) x"])
    let y = layer(x)
    y.backward(seed: try golden["\(example.name) projection"])
    try golden.expect(y.value, "\(example.name) output")
    try golden.expect(try #require(x.gradient), "\(example.name) gradient x")
    for (name, parameter) in layer.parameters {
      try golden.expect(try #require(parameter.gradient), "\(example.name) gradient \(name)")
    }
  }

  @Test("A convolution has the same bits at every SIMD level and with any number of threads")
  func convolutionHasTheSameBits() {
    var generator = SplitMix64(seed: 2)
    for layer in [
      Conv1d(19, 37, width: 5, using: &generator),
      Conv1d(6, 9, width: 3, stride: 2, padding: 1, dilation: 2, groups: 3, using: &generator),
    ] {
      let x = random([3, 150, layer.weight.value.shape[1] * layer.operation.groups], seed: 3)
      for sparse in [false, true] {
        expectSameBitsEverywhere {
          let tape = Tape()
          layer.clearGradients()
          let input = tape.variable(x)
          let y = layer(input)
          let loss = sparse ? y.maxOverTime(lengths: [150 / 3, 20, 1]).sum() : (y * y).sum()
          loss.backward()
          return [y.value, input.gradient ?? x] + layer.parameters.compactMap(\.parameter.gradient)
        }
      }
    }
  }

  @Test("A causal convolution sees no later input")
  func causalSeesNothingLater() {
    var generator = SplitMix64(seed: 1)
    let layer = Conv1d(3, 4, width: 3, padding: .causal, dilation: 2, using: &generator)
    let x = random([1, 8, 3], seed: 2)
    let y = layer(Variable(x)).value
    for t in 0..<8 {
      var changed = x.elements
      for place in ((t + 1) * 3)..<24 where t < 7 { changed[place] = 9 }
      let other = layer(Variable(Tensor(changed, shape: x.shape))).value
      #expect(y.elements.prefix((t + 1) * 4) == other.elements.prefix((t + 1) * 4))
    }
  }

  @Test("Of equal largest values the first has all of the gradient")
  func tiesGoToTheFirst() throws {
    let x = Tape().variable(Tensor([1, 3, 3, 2, 3, -1, 0, 0], shape: [2, 4, 1]))
    let y = x.maxOverTime()
    y.backward(seed: Tensor([5, 7], shape: [2, 1]))
    #expect(y.value.elements == [3, 3])
    #expect(try #require(x.gradient).elements == [0, 5, 0, 0, 7, 0, 0, 0])
  }

  @Test("Padding reaches neither the maximum nor the mean, whatever it holds")
  func poolingLeavesPaddingOut() {
    let x = Tensor([1, 2, 9, 4, .nan, 9], shape: [2, 3, 1])
    #expect(Variable(x).maxOverTime(lengths: [2, 1]).value.elements == [2, 4])
    #expect(Variable(x).meanOverTime(lengths: [2, 1]).value.elements == [1.5, 4])
    #expect(Variable(x).maxOverTime().value.elements[1].isNaN)
  }

  @Test("The lengths of outputs are those of sequences convolved alone", arguments: cases)
  func outputLengths(example: Case) {
    var generator = SplitMix64(seed: 1)
    let layer = example.make(&generator)
    let channels = layer.weight.value.shape[1] * layer.operation.groups
    for length in 1...9 {
      let expected = layer.outputLengths([length])[0]
      guard expected > 0 else { continue }
      #expect(layer(Variable(Tensor(zeros: [1, length, channels]))).shape[1] == expected)
    }
  }
}

/// Runs the body at every SIMD level of this CPU with 1, 2 and 3 threads and expects the same bits.
func expectSameBitsEverywhere(
  location: SourceLocation = #_sourceLocation, _ body: () -> [Tensor]
) {
  let (level, threads) = (ck_simd_level(), ck_thread_count())
  defer {
    ck_set_simd_level(level)
    ck_set_thread_count(threads)
  }
  ck_set_simd_level(Int32(CK_SIMD_SCALAR))
  ck_set_thread_count(1)
  let expected = body()
  for level in 0..<Int32(4) where ck_set_simd_level(level) == 0 {
    for count in Int32(1)...3 {
      ck_set_thread_count(count)
      #expect(
        body() == expected, "level \(level), \(count) threads", sourceLocation: location)
    }
  }
}
