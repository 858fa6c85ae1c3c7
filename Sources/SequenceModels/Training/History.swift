/// What a training run recorded.
public struct History: Sendable {
  /// Mean loss of each step, nats per token.
  public var losses: [Float] = []
  /// Global gradient norm of each step, before clipping.
  public var gradientNorms: [Float] = []
  /// Learning rate of each step.
  public var learningRates: [Float] = []
  /// Validation loss, with the step after which it was measured.
  public var validation: [(step: Int, loss: Float)] = []
  /// Where early stopping found the lowest validation loss; the model has its weights of that step.
  public var best: (step: Int, loss: Float)?

  /// Nothing yet.
  public init() {}
}
