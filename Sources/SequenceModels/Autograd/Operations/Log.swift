internal import CKernels

/// Natural logarithm, elementwise.
///
///     y = ln x        x̄ = ȳ / x
struct Log: Operation {
  static let name = "log"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let y = Tensor.filled(x.shape) { ck_log_f32(x.count, x.pointer, $0) }
    return (y, x)
  }

  func backward(_ gradient: Tensor, saved x: Tensor) -> [Tensor?] {
    [gradient.combined(with: x) { $0 / $1 }]
  }
}

extension Variable {
  /// Natural logarithm, elementwise. At most 0.92 units in the last place off, over all floats.
  public func log() -> Variable { Log()(self) }
}
