internal import CKernels

/// Matrix product over the last axis.
///
///     y = x W        x̄ = ȳ Wᵀ        W̄ = xᵀ ȳ
///
/// x `[…, k]`, W `[k, n]` (or `[n, k]` where `transposed`), y `[…, n]`.
struct MatMul: Operation {
  static let name = "matmul"
  var transposed: Bool

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: (Tensor, Tensor)) {
    let (x, w) = (inputs[0], inputs[1])
    let k = x.shape.columns
    require(w.shape.count == 2, "matmul: the second operand is \(w.shape); it must have two axes")
    let (inner, n) = transposed ? (w.shape[1], w.shape[0]) : (w.shape[0], w.shape[1])
    require(
      inner == k,
      "matmul: x is \(x.shape) and y is \(transposed ? [inner, n] : w.shape); "
        + "the columns of x (\(k)) must equal the rows of y (\(inner))")
    let rows = x.count / max(k, 1)
    let output = Tensor.filled(x.shape.dropLast() + [n]) {
      w.multiply(x.pointer, rows: rows, transposed: transposed, into: $0)
    }
    return (output, (x, w))
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor)) -> [Tensor?] {
    backward(gradient, saved: saved, wanted: .all)
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor), wanted: Wanted) -> [Tensor?] {
    [
      wanted[0] ? inputGradient(gradient, saved) : nil,
      wanted[1] ? weightGradient(gradient, saved) : nil,
    ]
  }

  func inputGradient(_ gradient: Tensor, _ saved: (Tensor, Tensor)) -> Tensor {
    let (x, w) = saved
    let k = x.shape.columns
    let n = gradient.shape.columns
    let rows = x.count / max(k, 1)
    return Tensor.filled(x.shape) {
      ck_gemm_f32(
        0, transposed ? 0 : 1, rows, k, n, gradient.pointer, n, w.pointer, w.shape[1], 0, $0, k)
    }
  }

  private func weightGradient(_ gradient: Tensor, _ saved: (Tensor, Tensor)) -> Tensor? {
    let (x, w) = saved
    let (k, n) = (x.shape.columns, gradient.shape.columns)
    if transposed { return gradient.linearGradients(x, bias: false).weight }
    return Tensor.filled(w.shape) {
      ck_gemm_f32(
        1, 0, k, n, x.count / max(k, 1), x.pointer, k, gradient.pointer, n, 0, $0, n)
    }
  }
}

extension Tensor {
  /// The wanted gradients of a linear layer y = x Wᵀ + b, where this is ȳ; or of some of its columns.
  func linearGradients(
    _ x: Tensor, columns: Range<Int>? = nil, weight: Bool = true, bias: Bool
  ) -> (weight: Tensor?, bias: Tensor?) {
    let part = columns ?? 0..<shape.columns
    let k = x.shape.columns
    guard weight else { return (nil, bias ? columnSums(part) : nil) }
    var b̄ = bias ? Tensor.filled([part.count]) { _ in } : nil
    let toBias = b̄?.mutablePointer
    let (rows, stride) = (count / max(shape.columns, 1), shape.columns)
    let w̄ = Tensor.filled([part.count, k]) {
      ck_linear_gradients_f32(
        rows, part.count, k, pointer + part.lowerBound, stride, x.pointer, k, $0, toBias)
    }
    return (w̄, b̄)
  }

  /// The sums over the rows of a matrix, of some columns.
  func columnSums(_ columns: Range<Int>) -> Tensor {
    let (rows, stride) = (count / max(shape.columns, 1), shape.columns)
    return Tensor.filled([columns.count]) {
      ck_column_sums_f32(rows, columns.count, pointer + columns.lowerBound, stride, $0)
    }
  }
}

extension Variable {
  /// Matrix product: `[…, k]` by `[k, n]`; with `transposed` the matrix is stored `[n, k]`.
  public func matmul(_ matrix: Variable, transposed: Bool = false) -> Variable {
    MatMul(transposed: transposed)(self, matrix)
  }
}
