internal import CKernels

/// Sum, elementwise; the second operand may be a bias: one row, added to every row.
///
///     z = x + y        x̄ = z̄        ȳ = z̄ (for a bias: summed over rows)
struct Add: Operation {
  static let name = "add"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: [Int]) {
    let (x, y) = (inputs[0], inputs[1])
    require(
      x.shape == y.shape || (y.shape.count == 1 && y.shape.last == x.shape.last),
      "add: x is \(x.shape) and y is \(y.shape); the shapes must be equal, or y one row of x")
    let output = Tensor.filled(x.shape) { z in
      for start in stride(from: 0, to: x.count, by: max(y.count, 1)) {
        ck_add_f32(y.count, x.pointer + start, y.pointer, z + start)
      }
    }
    return (output, y.shape)
  }

  func backward(_ gradient: Tensor, saved shape: [Int]) -> [Tensor?] {
    [gradient, gradient.shape == shape ? gradient : gradient.summedOverRows()]
  }
}

extension Tensor {
  /// The sum of all rows (the last axis stays), in the order of the rows.
  func summedOverRows() -> Tensor {
    let columns = shape.last ?? 1
    let rows = count / max(columns, 1)
    let ones = [Float](repeating: 1, count: rows)
    return Tensor.filled([columns]) {
      ck_gemm_f32(0, 0, 1, columns, rows, ones, rows, pointer, columns, 0, $0, columns)
    }
  }
}

/// Product, elementwise.
///
///     z = x ⊙ y        x̄ = z̄ ⊙ y        ȳ = z̄ ⊙ x
struct Multiply: Operation {
  static let name = "multiply"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: (Tensor, Tensor)) {
    let (x, y) = (inputs[0], inputs[1])
    require(x.shape == y.shape, "multiply: x is \(x.shape) and y is \(y.shape); they must be equal")
    return (Self.product(x, y), (x, y))
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor)) -> [Tensor?] {
    [Self.product(gradient, saved.1), Self.product(gradient, saved.0)]
  }

  static func product(_ x: Tensor, _ y: Tensor) -> Tensor {
    Tensor.filled(x.shape) { z in
      z.update(repeating: 0, count: x.count)
      ck_multiply_f32(x.count, x.pointer, y.pointer, z)
    }
  }
}

/// Product with a fixed number.
///
///     y = α x        x̄ = α ȳ
struct Scale: Operation {
  static let name = "scale"
  var factor: Float

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Void) {
    (scaled(inputs[0]), ())
  }

  func backward(_ gradient: Tensor, saved: Void) -> [Tensor?] { [scaled(gradient)] }

  private func scaled(_ x: Tensor) -> Tensor {
    Tensor.filled(x.shape) { ck_scale_f32(x.count, factor, x.pointer, $0) }
  }
}

extension Variable {
  /// Sum; `y` may be one row that is added to every row of `x`.
  public static func + (x: Variable, y: Variable) -> Variable { x.tape.apply(Add(), [x, y]) }
  /// Product, elementwise.
  public static func * (x: Variable, y: Variable) -> Variable { x.tape.apply(Multiply(), [x, y]) }
  /// Product with a number.
  public static func * (x: Variable, factor: Float) -> Variable {
    x.tape.apply(Scale(factor: factor), [x])
  }
  /// Difference, elementwise.
  public static func - (x: Variable, y: Variable) -> Variable { x + y * -1 }
}
