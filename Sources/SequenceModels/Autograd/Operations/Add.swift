internal import CKernels

/// Sum, elementwise; the second operand may be a bias: see ``Broadcasting``.
///
///     z = x + y        x̄ = z̄        ȳ = z̄ (for a bias: summed over rows)
struct Add: Operation {
  static let name = "add"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Shape) {
    let (x, y) = (inputs[0], inputs[1])
    Broadcasting.check(Self.name, x.shape, y.shape)
    let output = Tensor.filled(x.shape) {
      ck_add_f32(Broadcasting.parts(x, y), y.count, x.pointer, y.pointer, $0)
    }
    return (output, y.shape)
  }

  func backward(_ gradient: Tensor, saved shape: Shape) -> [Tensor?] {
    [gradient, gradient.summed(to: shape)]
  }
}

extension Variable {
  /// Sum; the shape of `y` may be the end of that of `x` (a bias).
  public static func + (x: Variable, y: Variable) -> Variable { Add()(x, y) }
  /// Adds a number to every element.
  public static func + (x: Variable, y: Float) -> Variable { x + Variable(Tensor(y)) }
}
