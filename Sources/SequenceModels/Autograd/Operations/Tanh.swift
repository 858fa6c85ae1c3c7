internal import CKernels

/// Hyperbolic tangent, elementwise.
///
///     y = tanh x        x̄ = ȳ ⊙ (1 − y²)
struct Tanh: Operation {
  static let name = "tanh"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let y = Tensor.filled(x.shape) { ck_tanh_f32(x.count, x.pointer, $0) }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    [gradient.combined(with: y) { $0 * (1 - $1 * $1) }]
  }
}

extension Variable {
  /// Hyperbolic tangent, elementwise. At most 2.54 units in the last place off, over all floats.
  public func tanh() -> Variable { Tanh()(self) }
}
