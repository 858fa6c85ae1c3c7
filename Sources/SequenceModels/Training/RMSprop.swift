internal import CKernels

/// RMSprop (Tieleman and Hinton, 2012; centred: Graves, 2013), with PyTorch's exact update.
///
///     g += weightDecay · p        s = α s + (1 − α) g²
///     centred: a += (1 − α) (g − a), and s − a² in the place of s
///     u = g / (√s + ε)            with momentum: b = momentum · b + u, and b in the place of u
///     p −= rate · u
public struct RMSprop: Optimizer {
  /// The step size.
  public var learningRate: Float
  /// α: how much of the mean square is kept.
  public var alpha: Float
  /// ε
  public var epsilon: Float
  /// How much of the last step is kept.
  public var momentum: Float
  /// Whether the mean gradient is taken off.
  public var centered: Bool
  /// λ of a penalty λ/2 · p².
  public var weightDecay: Float
  /// s, a and b.
  public var memory = OptimizerMemory()

  /// PyTorch's defaults.
  public init(
    learningRate: Float = 1e-2, alpha: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0,
    centered: Bool = false, weightDecay: Float = 0
  ) {
    checkSettings("RMSprop", rate: learningRate, weightDecay: weightDecay)
    require(
      alpha >= 0 && alpha < 1 && momentum >= 0,
      "RMSprop: alpha \(alpha) must be in 0 ..< 1, and momentum \(momentum) not negative")
    self.learningRate = learningRate
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    self.centered = centered
    self.weightDecay = weightDecay
  }

  /// One update.
  public mutating func update(_ parameters: [(name: String, parameter: Parameter)]) {
    var rule = ck_rmsprop(
      rate: learningRate, alpha: alpha, epsilon: epsilon, momentum: momentum, penalty: weightDecay)
    for place in memory.prepare(parameters) {
      memory.slots[place].advance(moments: 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0))
      let parameter = memory.slots[place].parameter
      guard let squares = memory.slots[place].moment(0) else { continue }
      let means = centered ? memory.slots[place].moment(1) : nil
      let buffer = momentum > 0 ? memory.slots[place].moment(centered ? 2 : 1) : nil
      let p = parameter.value.mutablePointer
      parameter.eachStretch(all: true) { start, count, gradient in
        ck_rmsprop_step_f32(
          count, p + start, gradient, squares + start, means.map { $0 + start },
          buffer.map { $0 + start }, &rule)
      }
    }
  }
}
