internal import CKernels

/// Gaussian error linear unit, elementwise and exact, as PyTorch's default (Hendrycks and Gimpel, 2016).
///
///     y = x Φ(x)        x̄ = ȳ ⊙ (Φ(x) + x φ(x))
///
/// Φ is the standard normal distribution, φ its density. Both are at hand in forward, so that is where
/// the slope is computed, unless nothing will go backward.
struct GELU: Operation {
  static let name = "gelu"

  var keepsSlope = true

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor?) {
    let x = inputs[0]
    guard keepsSlope else {
      return (Tensor.filled(x.shape) { ck_gelu_f32(x.count, x.pointer, $0) }, nil)
    }
    var output = Tensor.filled(x.shape) { _ in }
    let slope = Tensor.filled(x.shape) {
      ck_gelu_with_slope_f32(x.count, x.pointer, output.mutablePointer, $0)
    }
    return (output, slope)
  }

  func backward(_ gradient: Tensor, saved slope: Tensor?) -> [Tensor?] {
    [slope.map { Multiply.product(gradient, $0) }]
  }
}

extension Variable {
  /// x Φ(x), elementwise. At most 5.8 units in the last place off, over all floats.
  public func gelu() -> Variable { GELU(keepsSlope: tape != nil)(self) }
}
