internal import CKernels

/// The sum of all elements.
///
///     y = Σ x        x̄ = ȳ everywhere
struct Sum: Operation {
  static let name = "sum"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Shape) {
    let x = inputs[0]
    return (Tensor(ck_sum_f32(x.count, x.pointer)), x.shape)
  }

  func backward(_ gradient: Tensor, saved shape: Shape) -> [Tensor?] {
    [Tensor(repeating: gradient.scalar, shape: shape)]
  }
}

extension Variable {
  /// The sum of all elements.
  public func sum() -> Variable { Sum()(self) }

  /// The mean of all elements.
  public func mean() -> Variable {
    require(value.count > 0, "mean: the value is \(shape), which holds no element")
    return sum() * (1 / Float(value.count))
  }
}
