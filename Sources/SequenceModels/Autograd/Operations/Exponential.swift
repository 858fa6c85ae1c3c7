internal import CKernels

/// Exponential function, elementwise.
///
///     y = eˣ        x̄ = ȳ ⊙ y
struct Exponential: Operation {
  static let name = "exp"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let y = Tensor.filled(x.shape) { ck_exp_f32(x.count, x.pointer, $0) }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    [gradient.combined(with: y) { $0 * $1 }]
  }
}

extension Variable {
  /// eˣ, elementwise. At most 1.02 units in the last place off, over all floats.
  public func exp() -> Variable { Exponential()(self) }
}
