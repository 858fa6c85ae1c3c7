internal import CKernels

/// Difference, elementwise; the second operand may be a bias: see ``Broadcasting``.
///
///     z = x − y        x̄ = z̄        ȳ = −z̄ (for a bias: summed over rows)
struct Subtract: Operation {
  static let name = "subtract"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Shape) {
    let (x, y) = (inputs[0], inputs[1])
    Broadcasting.check(Self.name, x.shape, y.shape)
    let output = Tensor.filled(x.shape) {
      ck_subtract_f32(Broadcasting.parts(x, y), y.count, x.pointer, y.pointer, $0)
    }
    return (output, y.shape)
  }

  func backward(_ gradient: Tensor, saved shape: Shape) -> [Tensor?] {
    [gradient, gradient.summed(to: shape).scaled(by: -1)]
  }
}

extension Variable {
  /// Difference; the shape of `y` may be the end of that of `x`.
  public static func - (x: Variable, y: Variable) -> Variable { Subtract()(x, y) }
  /// The difference of a number and every element.
  public static func - (x: Float, y: Variable) -> Variable { y * -1 + x }
}
