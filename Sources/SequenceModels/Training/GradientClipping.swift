internal import CKernels

extension Layer {
  /// Scales all gradients so that their global norm is at most `limit` (Pascanu et al., 2013).
  ///
  /// - Returns: the norm before.
  @discardableResult
  public func clipGradients(toNorm limit: Float) -> Float {
    Gradients(parameters).clip(toNorm: limit)
  }

  /// Cuts every gradient to ±`limit`, element by element (Mikolov, 2012).
  public func clipGradients(toValue limit: Float) {
    require(limit > 0, "clipGradients: the limit \(limit) must be positive")
    for parameter in distinctParameters {
      parameter.changeGradient { count, g in
        // A NaN stays: training must see it.
        for i in 0..<count where g[i] > limit || g[i] < -limit { g[i] = g[i] < 0 ? -limit : limit }
      }
    }
  }

  /// √Σ g² over all parameters.
  public var gradientNorm: Float { Gradients(parameters).norm }
}

/// The gradients of some parameters, each once.
struct Gradients {
  private var parameters: [Parameter] = []

  init(_ parameters: [(name: String, parameter: Parameter)]) {
    var seen: Set<ObjectIdentifier> = []
    for (_, parameter) in parameters where parameter.hasGradient {
      if seen.insert(ObjectIdentifier(parameter)).inserted { self.parameters.append(parameter) }
    }
  }

  var norm: Float {
    var sum = 0.0
    for parameter in parameters {
      if let numbers = parameter.gradientNumbers {
        sum += ck_sum_of_squares_f32(numbers.count, numbers.pointer)
      }
    }
    return Float(sum.squareRoot())
  }

  func clip(toNorm limit: Float) -> Float {
    require(limit > 0, "clipGradients: the limit \(limit) must be positive")
    let norm = norm
    guard norm > limit, norm.isFinite else { return norm }
    let factor = limit / (norm + 1e-6)
    for parameter in parameters {
      parameter.changeGradient { ck_scale_f32($0, factor, $1, $1) }
    }
    return norm
  }
}
