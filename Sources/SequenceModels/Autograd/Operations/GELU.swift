internal import CKernels

/// Gaussian error linear unit, elementwise and exact, as PyTorch's default (Hendrycks and Gimpel, 2016).
///
///     y = x Φ(x)        x̄ = ȳ ⊙ (Φ(x) + x φ(x))
///
/// Φ is the standard normal distribution, φ its density.
struct GELU: Operation {
  static let name = "gelu"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    return (Tensor.filled(x.shape) { ck_gelu_f32(x.count, x.pointer, $0) }, x)
  }

  func backward(_ gradient: Tensor, saved x: Tensor) -> [Tensor?] {
    [Tensor.filled(x.shape) { ck_gelu_backward_f32(x.count, x.pointer, gradient.pointer, $0) }]
  }
}

extension Variable {
  /// x Φ(x), elementwise. At most 5.8 units in the last place off, over all floats.
  public func gelu() -> Variable { GELU()(self) }
}
