internal import CKernels

/// The sum of all elements.
///
///     y = Σ x        x̄ = ȳ everywhere
struct Sum: Operation {
  static let name = "sum"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: [Int]) {
    (Tensor(ck_sum_f32(inputs[0].count, inputs[0].pointer)), inputs[0].shape)
  }

  func backward(_ gradient: Tensor, saved shape: [Int]) -> [Tensor?] {
    let value = gradient.scalar
    return [Tensor.filled(shape) { $0.update(repeating: value, count: shape.reduce(1, *)) }]
  }
}

extension Variable {
  /// The sum of all elements.
  public func sum() -> Variable { tape.apply(Sum(), [self]) }
  /// The mean of all elements.
  public func mean() -> Variable { sum() * (1 / Float(max(value.count, 1))) }
}
