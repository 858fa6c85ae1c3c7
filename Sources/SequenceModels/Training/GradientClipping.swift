internal import CKernels

extension Layer {
  /// Scales all gradients so that their global norm is at most `limit` (Pascanu et al., 2013).
  ///
  /// - Returns: the norm before.
  @discardableResult
  public func clipGradients(toNorm limit: Float) -> Float {
    require(limit > 0, "clipGradients: the limit \(limit) must be positive")
    let norm = gradientNorm
    guard norm > limit, norm.isFinite else { return norm }
    let factor = limit / (norm + 1e-6)
    forEachGradient { gradient in
      Tensor.filled(gradient.shape) { ck_scale_f32(gradient.count, factor, gradient.pointer, $0) }
    }
    return norm
  }

  /// √Σ g² over all parameters.
  public var gradientNorm: Float {
    var sum = 0.0
    var seen: Set<ObjectIdentifier> = []
    for (_, parameter) in parameters where seen.insert(ObjectIdentifier(parameter)).inserted {
      if let gradient = parameter.gradient {
        sum += ck_sum_of_squares_f32(gradient.count, gradient.pointer)
      }
    }
    return Float(sum.squareRoot())
  }

  private func forEachGradient(_ change: (Tensor) -> Tensor) {
    var seen: Set<ObjectIdentifier> = []
    for (_, parameter) in parameters where seen.insert(ObjectIdentifier(parameter)).inserted {
      if let gradient = parameter.gradient { parameter.setGradient(change(gradient)) }
    }
  }
}
