internal import CKernels

/// Hyperbolic tangent, elementwise.
///
///     y = tanh x        x̄ = ȳ ⊙ (1 − y²)
struct Tanh: Operation {
  static let name = "tanh"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let y = Tensor.filled(x.shape) { ck_tanh_f32(x.count, x.pointer, $0) }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    [gradient.combined(with: y) { $0 * (1 - $1 * $1) }]
  }
}

/// Logistic function, elementwise.
///
///     y = 1 / (1 + e⁻ˣ)        x̄ = ȳ ⊙ y ⊙ (1 − y)
struct Sigmoid: Operation {
  static let name = "sigmoid"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let x = inputs[0]
    let y = Tensor.filled(x.shape) { ck_sigmoid_f32(x.count, x.pointer, $0) }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    [gradient.combined(with: y) { $0 * ($1 * (1 - $1)) }]
  }
}

/// Rectifier, elementwise.
///
///     y = max(x, 0)        x̄ = ȳ where x > 0, otherwise 0
struct ReLU: Operation {
  static let name = "relu"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) {
    let y = inputs[0].combined(with: inputs[0]) { x, _ in x > 0 ? x : 0 }
    return (y, y)
  }

  func backward(_ gradient: Tensor, saved y: Tensor) -> [Tensor?] {
    [gradient.combined(with: y) { $1 > 0 ? $0 : 0 }]
  }
}

extension Tensor {
  /// Both tensors element by element.
  func combined(with other: Tensor, _ combine: (Float, Float) -> Float) -> Tensor {
    Tensor.filled(shape) { to in
      for i in 0..<count { to[i] = combine(pointer[i], other.pointer[i]) }
    }
  }
}

extension Variable {
  /// Hyperbolic tangent, elementwise.
  public func tanh() -> Variable { tape.apply(Tanh(), [self]) }
  /// Logistic function, elementwise.
  public func sigmoid() -> Variable { tape.apply(Sigmoid(), [self]) }
  /// max(x, 0), elementwise.
  public func relu() -> Variable { tape.apply(ReLU(), [self]) }
}
