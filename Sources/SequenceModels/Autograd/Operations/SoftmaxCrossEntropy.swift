internal import CKernels

/// Mean cross-entropy of logits against target indices, in nats.
///
///     L = Σᵢ wᵢ (logsumexp xᵢ − xᵢ[targetᵢ]) / Σᵢ wᵢ        x̄ᵢ = L̄ wᵢ (softmax xᵢ − onehot) / Σ w
///
/// x `[…, vocabulary]`; one target per row; weight 0 leaves a row (padding) out. With n the vocabulary the
/// loss l of a row is off by at most (ln n + n/16 + 7 + 4 l) · 2⁻²⁴ nats.
struct SoftmaxCrossEntropy: Operation {
  static let name = "cross-entropy"
  var targets: [Int]
  var weights: [Float]?

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let rows = inputs[0].shape.rows
    require(
      rows > 0,
      "cross-entropy: the logits \(inputs[0].shape) have no rows; give at least one")
    let total = weights?.reduce(0) { $0 + Double($1) } ?? Double(rows)
    require(total > 0, "cross-entropy: every weight is 0; there is nothing to average")
    let scaled = (weights ?? Array(repeating: 1, count: rows)).map { Float(Double($0) / total) }
    let (losses, gradient) = Self.losses(inputs[0], targets, weights: scaled)
    var sum = 0.0
    for (loss, weight) in zip(losses, scaled) { sum += Double(loss) * Double(weight) }
    return (Tensor(Float(sum)), gradient)
  }

  func backward(_ gradient: Tensor, saved: Tensor) -> [Tensor?] {
    let factor = gradient.scalar
    return [factor == 1 ? saved : saved.scaled(by: factor)]
  }

  /// The loss of each row in nats (0 where its weight is 0), and the gradient of the weighted sum.
  static func losses(
    _ x: Tensor, _ targets: [Int], weights: [Float]
  ) -> (losses: [Float], gradient: Tensor) {
    let (rows, columns) = (x.shape.rows, x.shape.columns)
    require(
      targets.count == rows && weights.count == rows,
      "cross-entropy: logits \(x.shape) have \(rows) rows, but there are \(targets.count) targets "
        + "and \(weights.count) weights")
    for (place, target) in targets.enumerated() where weights[place] != 0 {
      require(
        target >= 0 && target < columns,
        "cross-entropy: target \(target) at place \(place) is outside the \(columns) classes of "
          + "the logits \(x.shape)")
    }
    let places = targets.map { Int32(truncatingIfNeeded: $0) }
    var losses = [Float](repeating: 0, count: rows)
    let gradient = Tensor.filled(x.shape) {
      ck_softmax_cross_entropy_f32(rows, columns, x.pointer, places, weights, &losses, $0)
    }
    return (losses, gradient)
  }
}

extension Variable {
  /// Mean cross-entropy in nats of logits `[…, vocabulary]` against one target per row; rows of weight
  /// 0 (padding) do not count, whatever their target.
  public func crossEntropy(_ targets: [Int], weights: [Float]? = nil) -> Variable {
    SoftmaxCrossEntropy(targets: targets, weights: weights)(self)
  }

  /// The same with targets `[batch][time]`.
  public func crossEntropy(_ targets: [[Int]], weights: [Float]? = nil) -> Variable {
    crossEntropy(targets.flatMap { $0 }, weights: weights)
  }
}
