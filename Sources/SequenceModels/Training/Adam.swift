internal import CKernels

/// Adam (Kingma and Ba, 2015), with PyTorch's exact update.
///
///     g += weightDecay · p
///     m = β₁ m + (1 − β₁) g        v = β₂ v + (1 − β₂) g²
///     p −= rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
///
/// For weight decay apart from the gradient see ``AdamW``.
public struct Adam: Optimizer {
  /// The step size.
  public var learningRate: Float
  /// β₁
  public var beta1: Float
  /// β₂
  public var beta2: Float
  /// ε
  public var epsilon: Float
  /// λ of a penalty λ/2 · p².
  public var weightDecay: Float
  /// Whether v is replaced by its largest so far (AMSGrad: Reddi, Kale and Kumar, 2018).
  public var amsgrad: Bool
  /// Whether of an embedding only the rows change that were asked for, and their moments: PyTorch's
  /// SparseAdam, which for large vocabularies is far cheaper and not the same.
  public var sparse: Bool
  /// m and v.
  public var memory = OptimizerMemory()

  /// PyTorch's defaults.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0, amsgrad: Bool = false, sparse: Bool = false
  ) {
    checkSettings("Adam", rate: learningRate, weightDecay: weightDecay)
    require(
      beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1,
      "Adam: beta1 \(beta1) and beta2 \(beta2) must be in 0 ..< 1")
    require(
      !sparse || weightDecay == 0 && !amsgrad,
      "Adam: sparse has neither weight decay nor amsgrad; leave them out")
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.amsgrad = amsgrad
    self.sparse = sparse
  }

  /// One update.
  public mutating func update(_ parameters: [(name: String, parameter: Parameter)]) {
    for place in memory.prepare(parameters) { update(place, decay: 0) }
  }

  /// One update of one parameter; `decay` is AdamW's.
  mutating func update(_ place: Int, decay: Float) {
    memory.slots[place].advance(moments: amsgrad ? 3 : 2)
    let parameter = memory.slots[place].parameter
    let bySparseRule = sparse && parameter.rowGradient != nil
    var rule = ck_adam(
      rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, penalty: weightDecay,
      decay: decay, sparse: bySparseRule ? 1 : 0)
    let step = memory.slots[place].step
    let largest = memory.slots[place].moment(2)
    guard let m = memory.slots[place].moment(0), let v = memory.slots[place].moment(1) else {
      return
    }
    let p = parameter.value.mutablePointer
    parameter.eachStretch(all: !bySparseRule) { start, count, gradient in
      ck_adam_step_f32(
        count, p + start, gradient, m + start, v + start, largest.map { $0 + start }, &rule, step)
    }
  }
}
