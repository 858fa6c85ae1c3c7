internal import CKernels

/// How the second operand of `+`, `-` and `*` meets the first: equal shapes, or the shape of `y` is the
/// end of that of `x` (a bias, a single number), and `y` is used again for each part of `x`.
enum Broadcasting {
  /// Stops the program where the shapes do not meet.
  static func check(_ name: String, _ x: Shape, _ y: Shape) {
    require(
      y.count <= x.count && Array(x.suffix(y.count)) == y,
      "\(name): x is \(x) and y is \(y); the shapes must be equal, or y's the end of x's")
  }

  /// Stops the program where what goes around a layer has not the shape of its output.
  static func checkResidual(_ name: String, _ output: Shape, _ residual: Tensor?) {
    require(
      residual == nil || residual?.shape == output,
      "\(name): the output is \(output), what is added to it \(residual?.shape ?? []); the shapes must "
        + "be equal")
  }

  /// How many parts `x` has that each meet all of `y`.
  static func parts(_ x: Tensor, _ y: Tensor) -> Int { y.count == 0 ? 0 : x.count / y.count }
}

extension Tensor {
  /// The sum of all parts that met an operand of `shape`, in their order.
  func summed(to shape: Shape) -> Tensor {
    guard shape != self.shape else { return self }
    let columns = shape.elementCount
    let rows = count / Swift.max(columns, 1)
    return Tensor.filled(shape) { ck_column_sums_f32(rows, columns, pointer, columns, $0) }
  }
}
