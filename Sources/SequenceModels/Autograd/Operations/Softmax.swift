internal import CKernels

/// Softmax over the last axis.
///
///     yᵢ = e^(xᵢ − max x) / Σⱼ e^(xⱼ − max x)        x̄ = y ⊙ (ȳ − Σⱼ ȳⱼ yⱼ)
struct Softmax: Operation {
  static let name = "softmax"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let y = Tensor.filled(x.shape) {
      ck_softmax_f32(x.shape.rows, x.shape.columns, x.pointer, $0)
    }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    let (rows, columns) = (y.shape.rows, y.shape.columns)
    let (g, p) = (gradient.pointer, y.pointer)
    let x = Tensor.filled(y.shape) { to in
      for start in stride(from: 0, to: rows * columns, by: Swift.max(columns, 1)) {
        var sum: Float = 0
        for i in start..<(start + columns) { sum += g[i] * p[i] }
        for i in start..<(start + columns) { to[i] = p[i] * (g[i] - sum) }
      }
    }
    return [x]
  }
}

extension Variable {
  /// Softmax over the last axis, n wide. The relative error of yᵢ is at most
  /// (max x − xᵢ + ln n + n/16 + 11) · 2⁻²⁴, as long as yᵢ is not below 2⁻¹²⁶.
  public func softmax() -> Variable { Softmax()(self) }
}
