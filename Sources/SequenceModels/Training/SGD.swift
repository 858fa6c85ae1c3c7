internal import CKernels

/// Stochastic gradient descent.
///
///     p −= rate · g
public struct SGD: Optimizer {
  /// The step size.
  public var learningRate: Float

  /// Plain gradient descent.
  public init(learningRate: Float) {
    require(learningRate > 0, "SGD: the learning rate \(learningRate) must be positive")
    self.learningRate = learningRate
  }

  /// One update.
  public mutating func update(_ parameters: [(name: String, parameter: Parameter)]) {
    var seen: Set<ObjectIdentifier> = []
    for (_, parameter) in parameters where seen.insert(ObjectIdentifier(parameter)).inserted {
      guard let gradient = parameter.gradient else { continue }
      ck_sgd_f32(gradient.count, parameter.value.mutablePointer, gradient.pointer, learningRate)
    }
  }
}
