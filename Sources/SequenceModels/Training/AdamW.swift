/// Adam with weight decay apart from the gradient (Loshchilov and Hutter, 2019), with PyTorch's exact
/// update.
///
///     p −= rate · weightDecay · p,   then Adam's step
///
/// Biases and the weights of norms are commonly left as they are:
///
///     AdamW(learningRate: 3e-4, decaying: { _, shape in shape.count > 1 })
public struct AdamW: Optimizer {
  private var adam: Adam
  /// How much of a weight a step of rate 1 takes off.
  public var weightDecay: Float
  private let decaying: (_ name: String, _ shape: Shape) -> Bool

  /// PyTorch's defaults.
  ///
  /// - Parameter decaying: which parameters decay, by name and shape.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0.01, amsgrad: Bool = false,
    decaying: @escaping (_ name: String, _ shape: Shape) -> Bool = { _, _ in true }
  ) {
    checkSettings("AdamW", rate: learningRate, weightDecay: weightDecay)
    adam = Adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad)
    self.weightDecay = weightDecay
    self.decaying = decaying
  }

  /// The step size.
  public var learningRate: Float {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }

  /// m and v.
  public var memory: OptimizerMemory {
    get { adam.memory }
    set { adam.memory = newValue }
  }

  /// One update.
  public mutating func update(_ parameters: [(name: String, parameter: Parameter)]) {
    for place in adam.memory.prepare(parameters) {
      // No copy of the slot: its moments are changed in place.
      let decays = decaying(
        adam.memory.slots[place].name, adam.memory.slots[place].parameter.value.shape)
      adam.update(place, decay: decays ? weightDecay : 0)
    }
  }
}
