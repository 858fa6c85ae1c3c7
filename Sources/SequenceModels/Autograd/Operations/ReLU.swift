/// Rectifier, elementwise.
///
///     y = max(x, 0)        x̄ = ȳ where x > 0, otherwise 0
struct ReLU: Operation {
  static let name = "relu"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let y = x.combined(with: x) { x, _ in x > 0 ? x : 0 }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    [gradient.combined(with: y) { $1 > 0 ? $0 : 0 }]
  }
}

extension Variable {
  /// max(x, 0), elementwise.
  public func relu() -> Variable { ReLU()(self) }
}
