@testable import SequenceModels

extension GradientRow {
  /// Convolution over time, with a bias, in one of its variants.
  private static func convolution(
    _ variant: String, x: [Int], w: [Int], bias: Bool = true, sparse: Bool = false,
    _ operation: Convolution1d
  ) -> GradientRow {
    GradientRow(covers: "Convolution1d", variant: variant) {
      var inputs = [("x", random(x, seed: 1)), ("W", random(w, seed: 2))]
      if bias { inputs.append(("b", random([w[0]], seed: 3))) }
      return Differentiable(inputs) { inputs in
        let y = operation(inputs)
        guard sparse else { return y }
        // So few elements reach the loss that backward visits them alone.
        var mask = Tensor(zeros: y.shape)
        for place in stride(from: 3, to: y.value.count, by: 11) { mask.mutablePointer[place] = 1 }
        return y * Variable(mask)
      }
    }
  }

  /// Numbers far enough apart that no step of the differences changes which one is the largest.
  private static func spread(_ shape: [Int]) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor((0..<count).map { Float(($0 * 37) % count) * 0.2 - 3 }, shape: shape)
  }

  static let convolutionRows: [GradientRow] = [
    convolution("plain", x: [2, 7, 3], w: [5, 3, 4], Convolution1d()),
    convolution("without bias", x: [2, 7, 3], w: [5, 3, 4], bias: false, Convolution1d()),
    convolution(
      "padding and stride", x: [2, 7, 3], w: [5, 3, 4],
      Convolution1d(stride: 2, before: 1, after: 2)),
    convolution("dilation", x: [2, 9, 3], w: [5, 3, 3], Convolution1d(dilation: 2, before: 4)),
    convolution(
      "groups", x: [2, 7, 4], w: [6, 2, 3], Convolution1d(stride: 2, dilation: 2, groups: 2)),
    convolution("few elements", x: [2, 9, 3], w: [5, 3, 4], sparse: true, Convolution1d()),
    convolution(
      "few elements, groups", x: [2, 9, 4], w: [6, 2, 3], sparse: true,
      Convolution1d(dilation: 2, groups: 2, before: 2, after: 1)),
    GradientRow(covers: "MaxOverTime") {
      Differentiable([("x", spread([2, 5, 3]))]) { $0[0].maxOverTime() }
    },
    GradientRow(covers: "MaxOverTime", variant: "lengths") {
      Differentiable([("x", spread([3, 5, 3]))]) { $0[0].maxOverTime(lengths: [5, 1, 3]) }
    },
    GradientRow(covers: "MeanOverTime") {
      Differentiable([("x", random([2, 5, 3], seed: 1))]) { $0[0].meanOverTime() }
    },
    GradientRow(covers: "MeanOverTime", variant: "lengths") {
      Differentiable([("x", random([3, 5, 3], seed: 1))]) {
        $0[0].meanOverTime(lengths: [5, 1, 3])
      }
    },
    GradientRow(covers: "Conv1d") {
      var generator = SplitMix64(seed: 4)
      let layer = Conv1d(
        4, 6, width: 3, padding: .causal, dilation: 2, groups: 2, using: &generator)
      return Differentiable(layer, inputs: [("x", random([2, 7, 4], seed: 1))]) { layer($1[0]) }
    },
    GradientRow(covers: "TextCNN") {
      let model = smallTextCNN()
      return Differentiable(model) { tape, _ in
        model(sentences, lengths: [4, 3, 1], tape)
      }
    },
    GradientRow(covers: "TextCNN", variant: "dropout") {
      let model = smallTextCNN()
      return Differentiable(model) { tape, _ in
        var generator = SplitMix64(seed: 5)
        return model.training(sentences, tape, using: &generator)
      }
    },
  ]

  private static let sentences = [[1, 5, 1, 2], [0, 3, 5, 4], [4, 0, 0, 0]]

  /// The first model of a series whose maxima and kinks no step of the differences reaches.
  private static func smallTextCNN() -> TextCNN {
    let models = (0..<10_000 as Range<UInt64>).lazy.map { seed in
      var generator = SplitMix64(seed: seed)
      let model = TextCNN(
        vocabularySize: 6, embeddingSize: 3, filters: 2, widths: [2, 3], classes: 2,
        using: &generator)
      model.embedding.weight.value = model.embedding.weight.value.scaled(by: 2)
      return model
    }
    let model = models.first { margin(of: $0) > 0.2 }
    require(model != nil, "no model of the series is smooth enough")
    return model ?? models[0]
  }

  /// The least by which a filter's largest value exceeds its others, or differs from 0.
  private static func margin(of model: TextCNN) -> Float {
    let lengths = [4, 3, 1]
    var least = Float.infinity
    for lengths in [lengths, [4, 4, 4]] {
      let (e, _) = model.vectors(sentences, lengths, nil)
      for convolution in model.convolutions {
        let values = convolution(e).value
        for (row, count) in TextCNN.windows(convolution, lengths).enumerated() {
          for filter in 0..<2 {
            let sorted = (0..<count).map { values[row, $0, filter] }.sorted(by: >)
            least = min(least, abs(sorted[0]), sorted[0] - (sorted.dropFirst().first ?? -.infinity))
          }
        }
      }
    }
    return least
  }
}
