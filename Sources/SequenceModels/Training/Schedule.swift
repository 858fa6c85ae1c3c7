/// How the learning rate changes with the steps: a factor of the optimiser's rate, per step from 1 on.
///
///     train(model, on: text, steps: 1000, optimizer: Adam(), schedule: .cosine(over: 1000).warmedUp(100))
///
/// A value that remembers nothing; for a rate that follows the validation loss see ``Plateau``.
public struct Schedule: Sendable {
  private let factorOfStep: @Sendable (_ step: Int) -> Double

  /// Any rule: the factor of step 1, 2, ….
  public init(_ factor: @escaping @Sendable (_ step: Int) -> Double) { factorOfStep = factor }

  /// The factor of a step, counted from 1.
  public func factor(step: Int) -> Float {
    require(step > 0, "Schedule: there is no step \(step); the first is 1")
    return Float(factorOfStep(step))
  }

  /// Always the optimiser's rate.
  public static let constant = Schedule { _ in 1 }

  /// `factor` times the rate after every `steps` steps.
  public static func step(every steps: Int, factor: Double) -> Schedule {
    require(steps > 0, "Schedule: \(steps) steps between changes; at least one is needed")
    return Schedule { power(factor, ($0 - 1) / steps) }
  }

  /// `factor` times the rate after every step.
  public static func exponential(factor: Double) -> Schedule { .step(every: 1, factor: factor) }

  /// From 1 to `floor` along half a cosine, and `floor` from then on (Loshchilov and Hutter, 2017,
  /// without restarts).
  ///
  ///     floor + (1 − floor) · (1 + cos(π (t − 1) / steps)) / 2
  public static func cosine(over steps: Int, floor: Double = 0) -> Schedule {
    require(steps > 0, "Schedule: a cosine over \(steps) steps; at least one is needed")
    return Schedule { step in
      let part = min(Double(step - 1) / Double(steps), 1)
      return floor + (1 - floor) * (1 + cos(Double.pi * part)) / 2
    }
  }

  /// Linearly from `start` in step 1 to 1 in step `steps` + 1.
  public static func warmUp(_ steps: Int, from start: Double = 0) -> Schedule {
    require(steps > 0, "Schedule: a warm-up over \(steps) steps; at least one is needed")
    return Schedule { start + (1 - start) * min(Double($0 - 1) / Double(steps), 1) }
  }

  /// Linearly up to 1 in step `warmUp`, then falling as 1/√t (Vaswani et al., 2017, called Noam; there
  /// the rate at the top is 1/√(width · warmUp)).
  ///
  ///     min(t / warmUp, √(warmUp / t))
  public static func inverseSquareRoot(warmUp: Int) -> Schedule {
    require(warmUp > 0, "Schedule: a warm-up over \(warmUp) steps; at least one is needed")
    return Schedule { step in
      min(Double(step) / Double(warmUp), (Double(warmUp) / Double(step)).squareRoot())
    }
  }

  /// The same, started over `steps` steps: step t has t / (steps + 1) of it, as long as that is below 1.
  public func warmedUp(_ steps: Int) -> Schedule {
    require(steps > 0, "Schedule: a warm-up over \(steps) steps; at least one is needed")
    return Schedule { [factorOfStep] in
      factorOfStep($0) * min(Double($0) / Double(steps + 1), 1)
    }
  }
}

/// xⁿ by squaring, the same on every machine.
private func power(_ x: Double, _ n: Int) -> Double {
  var (result, square, left) = (1.0, x, n)
  while left > 0 {
    if left & 1 == 1 { result *= square }
    square *= square
    left >>= 1
  }
  return result
}

/// The cosine of x in 0 … π by its series about π/2, the same on every machine; error below 10⁻¹⁴.
private func cos(_ x: Double) -> Double {
  let y = Double.pi / 2 - x
  var sum = 1.0
  for k in stride(from: 24, through: 2, by: -2) { sum = 1 - sum * y * y / Double(k * (k + 1)) }
  return y * sum
}
