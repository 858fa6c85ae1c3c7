internal import CKernels

/// Product, elementwise; the second operand may be a row: see ``Broadcasting``.
///
///     z = x ⊙ y        x̄ = z̄ ⊙ y        ȳ = z̄ ⊙ x (for a row: summed over rows)
struct Multiply: Operation {
  static let name = "multiply"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: (Tensor, Tensor)) {
    let (x, y) = (inputs[0], inputs[1])
    Broadcasting.check(Self.name, x.shape, y.shape)
    return (Self.product(x, y), (x, y))
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor)) -> [Tensor?] {
    backward(gradient, saved: saved, wanted: .all)
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor), wanted: Wanted) -> [Tensor?] {
    let (x, y) = saved
    return [
      wanted[0] ? Self.product(gradient, y) : nil,
      wanted[1] ? Self.product(gradient, x).summed(to: y.shape) : nil,
    ]
  }

  static func product(_ x: Tensor, _ y: Tensor) -> Tensor {
    Tensor.filled(x.shape) {
      ck_multiply_f32(Broadcasting.parts(x, y), y.count, x.pointer, y.pointer, $0)
    }
  }
}

extension Variable {
  /// Product, elementwise; the shape of `y` may be the end of that of `x`.
  public static func * (x: Variable, y: Variable) -> Variable { Multiply()(x, y) }
}
