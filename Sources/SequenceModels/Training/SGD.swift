internal import CKernels

/// Stochastic gradient descent, with momentum (Sutskever et al., 2013) as PyTorch has it.
///
///     g += weightDecay · p
///     b = momentum · b + (1 − dampening) · g,   b = g in the first step
///     p −= rate · b        (nesterov: p −= rate · (g + momentum · b))
///
/// Without momentum and weight decay only those rows of an embedding change that were asked for.
public struct SGD: Optimizer {
  /// The step size.
  public var learningRate: Float
  /// How much of the last step is kept.
  public var momentum: Float
  /// How much of the gradient momentum leaves out.
  public var dampening: Float
  /// Whether the step looks ahead (Nesterov, 1983).
  public var nesterov: Bool
  /// λ of a penalty λ/2 · p².
  public var weightDecay: Float
  /// The steps before.
  public var memory = OptimizerMemory()

  /// Plain gradient descent, if nothing but the rate is given.
  public init(
    learningRate: Float, momentum: Float = 0, dampening: Float = 0, nesterov: Bool = false,
    weightDecay: Float = 0
  ) {
    checkSettings("SGD", rate: learningRate, weightDecay: weightDecay)
    require(
      momentum >= 0 && (!nesterov || momentum > 0 && dampening == 0),
      "SGD: momentum \(momentum), dampening \(dampening), nesterov \(nesterov); momentum must not "
        + "be negative, and nesterov needs momentum and no dampening")
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  /// One update.
  public mutating func update(_ parameters: [(name: String, parameter: Parameter)]) {
    for place in memory.prepare(parameters) {
      memory.slots[place].advance(moments: momentum > 0 ? 1 : 0)
      var rule = ck_sgd(
        rate: learningRate, momentum: momentum, dampening: dampening, penalty: weightDecay,
        nesterov: nesterov ? 1 : 0, first: memory.slots[place].step == 1 ? 1 : 0)
      let parameter = memory.slots[place].parameter
      let buffer = memory.slots[place].moment(0)
      let p = parameter.value.mutablePointer
      parameter.eachStretch(all: momentum > 0 || weightDecay > 0) { start, count, gradient in
        ck_sgd_step_f32(count, p + start, gradient, buffer.map { $0 + start }, &rule)
      }
    }
  }
}
