internal import CKernels

/// Mean cross-entropy of logits against target indices, in nats.
///
///     L = Σᵢ wᵢ (logsumexp xᵢ − xᵢ[targetᵢ]) / Σᵢ wᵢ        x̄ᵢ = L̄ wᵢ (softmax xᵢ − onehot) / Σ w
///
/// x `[…, vocabulary]`; one target per row; weight 0 leaves a row (padding) out.
struct SoftmaxCrossEntropy: Operation {
  static let name = "cross-entropy"
  var targets: [Int]
  var weights: [Float]?

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let columns = x.shape.last ?? 1
    let rows = x.count / max(columns, 1)
    require(
      targets.count == rows,
      "cross-entropy: logits \(x.shape) have \(rows) rows, but there are \(targets.count) targets")
    require(
      targets.allSatisfy { $0 >= 0 && $0 < columns },
      "cross-entropy: a target lies outside the \(columns) classes of the logits \(x.shape)")
    let total = weights?.reduce(0, +) ?? Float(rows)
    require(total > 0, "cross-entropy: every weight is 0; there is nothing to average")
    let scaled = weights?.map { $0 / total } ?? Array(repeating: 1 / total, count: rows)
    var gradient = x
    var losses = [Float](repeating: 0, count: rows)
    ck_softmax_cross_entropy_f32(
      rows, columns, gradient.mutablePointer, targets.map(Int32.init), scaled, &losses)
    var sum = 0.0
    for (loss, weight) in zip(losses, scaled) { sum += Double(loss) * Double(weight) }
    return (Tensor(Float(sum)), gradient)
  }

  func backward(_ gradient: Tensor, saved: Tensor) -> [Tensor?] {
    let factor = gradient.scalar
    guard factor != 1 else { return [saved] }
    return [Tensor.filled(saved.shape) { ck_scale_f32(saved.count, factor, saved.pointer, $0) }]
  }
}

extension Variable {
  /// Mean cross-entropy in nats of logits `[…, vocabulary]` against one target per row; rows of weight
  /// 0 do not count.
  public func crossEntropy(_ targets: [Int], weights: [Float]? = nil) -> Variable {
    tape.apply(SoftmaxCrossEntropy(targets: targets, weights: weights), [self])
  }
}
