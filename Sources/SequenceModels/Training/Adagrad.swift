internal import CKernels

/// Adagrad (Duchi, Hazan and Singer, 2011), with PyTorch's exact update.
///
///     g += weightDecay · p        s += g²
///     p −= rate / (1 + (t − 1) · rateDecay) · g / (√s + ε)
///
/// Without weight decay only those rows of an embedding change that were asked for.
public struct Adagrad: Optimizer {
  /// The step size.
  public var learningRate: Float
  /// How the step size falls with the steps.
  public var rateDecay: Float
  /// λ of a penalty λ/2 · p².
  public var weightDecay: Float
  /// Where s starts.
  public var initialSum: Float
  /// ε
  public var epsilon: Float
  /// s
  public var memory = OptimizerMemory()

  /// PyTorch's defaults.
  public init(
    learningRate: Float = 1e-2, rateDecay: Float = 0, weightDecay: Float = 0,
    initialSum: Float = 0, epsilon: Float = 1e-10
  ) {
    checkSettings("Adagrad", rate: learningRate, weightDecay: weightDecay)
    self.learningRate = learningRate
    self.rateDecay = rateDecay
    self.weightDecay = weightDecay
    self.initialSum = initialSum
    self.epsilon = epsilon
  }

  /// One update.
  public mutating func update(_ parameters: [(name: String, parameter: Parameter)]) {
    for place in memory.prepare(parameters) {
      memory.slots[place].advance(moments: 1, from: initialSum)
      let step = Double(memory.slots[place].step - 1)
      var rule = ck_adagrad(
        rate: Float(Double(learningRate) / (1 + step * Double(rateDecay))), epsilon: epsilon,
        penalty: weightDecay)
      let parameter = memory.slots[place].parameter
      guard let sums = memory.slots[place].moment(0) else { continue }
      let p = parameter.value.mutablePointer
      parameter.eachStretch(all: weightDecay > 0) { start, count, gradient in
        ck_adagrad_step_f32(count, p + start, gradient, sums + start, &rule)
      }
    }
  }
}
