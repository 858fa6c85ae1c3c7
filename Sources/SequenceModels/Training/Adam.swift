internal import CKernels

/// Adam (Kingma and Ba, 2015), with PyTorch's exact update.
///
///     m = β₁ m + (1 − β₁) g        v = β₂ v + (1 − β₂) g²
///     p −= rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
public struct Adam: Optimizer {
  /// The step size.
  public var learningRate: Float
  /// β₁
  public var beta1: Float
  /// β₂
  public var beta2: Float
  /// ε
  public var epsilon: Float
  private var step = 0
  private var moments: [ObjectIdentifier: (m: Tensor, v: Tensor)] = [:]

  /// PyTorch's defaults.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8
  ) {
    require(learningRate > 0, "Adam: the learning rate \(learningRate) must be positive")
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// One update.
  public mutating func update(_ parameters: [(name: String, parameter: Parameter)]) {
    step += 1
    var seen: Set<ObjectIdentifier> = []
    for (_, parameter) in parameters {
      let key = ObjectIdentifier(parameter)
      guard let gradient = parameter.gradient, seen.insert(key).inserted else { continue }
      let zeros = Tensor(zeros: parameter.value.shape)
      var (m, v) = moments.removeValue(forKey: key) ?? (zeros, zeros)
      ck_adam_f32(
        gradient.count, parameter.value.mutablePointer, gradient.pointer, m.mutablePointer,
        v.mutablePointer, learningRate, beta1, beta2, epsilon, 0, step)
      moments[key] = (m, v)
    }
  }
}
