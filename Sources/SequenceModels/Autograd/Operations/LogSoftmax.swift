internal import CKernels

/// Logarithm of the softmax over the last axis.
///
///     yᵢ = xᵢ − max x − ln Σⱼ e^(xⱼ − max x)        x̄ = ȳ − e^y Σⱼ ȳⱼ
struct LogSoftmax: Operation {
  static let name = "log-softmax"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let (rows, columns) = (x.shape.rows, x.shape.columns)
    let from = x.pointer
    let y = Tensor.filled(x.shape) { to in
      for start in stride(from: 0, to: rows * columns, by: Swift.max(columns, 1)) {
        let top = ck_max_f32(columns, from + start)
        for i in start..<(start + columns) { to[i] = from[i] - top }
        ck_exp_f32(columns, to + start, to + start)
        let total = Float(logarithm(Double(ck_sum_f32(columns, to + start))))
        for i in start..<(start + columns) { to[i] = from[i] - top - total }
      }
    }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    let (rows, columns) = (y.shape.rows, y.shape.columns)
    let (g, p) = (gradient.pointer, y.pointer)
    let x = Tensor.filled(y.shape) { to in
      ck_exp_f32(y.count, p, to)
      for start in stride(from: 0, to: rows * columns, by: Swift.max(columns, 1)) {
        let sum = ck_sum_f32(columns, g + start)
        for i in start..<(start + columns) { to[i] = g[i] - to[i] * sum }
      }
    }
    return [x]
  }
}

extension Variable {
  /// Logarithm of the softmax over the last axis, n wide; loses no precision where the softmax is tiny:
  /// yᵢ is off by at most (ln n + n/16 + 7 + 4 |yᵢ|) · 2⁻²⁴.
  public func logSoftmax() -> Variable { LogSoftmax()(self) }
}
