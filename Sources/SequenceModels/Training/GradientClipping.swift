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
    for parameter in distinctParameters {
      parameter.changeGradient { ck_scale_f32($0, factor, $1, $1) }
    }
    return norm
  }

  /// √Σ g² over all parameters.
  public var gradientNorm: Float {
    let sum = distinctParameters.reduce(0.0) { sum, parameter in
      guard let gradient = parameter.gradientNumbers else { return sum }
      return sum + ck_sum_of_squares_f32(gradient.count, gradient.pointer)
    }
    return Float(sum.squareRoot())
  }
}
