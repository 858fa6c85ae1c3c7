/// What a training run recorded.
public struct History: Sendable {
  /// Mean loss of each step, nats per token.
  public var losses: [Float] = []
  /// Global gradient norm of each step, before clipping.
  public var gradientNorms: [Float] = []
  /// Validation loss, with the step after which it was measured.
  public var validation: [(step: Int, loss: Float)] = []

  /// Nothing yet.
  public init() {}
}

/// Where training progress is told; the notebook's runtime sets it.
public enum TrainingProgress {
  /// Called with step, steps in all, loss, and tokens so far.
  nonisolated(unsafe) public static var report: (Int, Int, Float, Int) -> Void = { _, _, _, _ in }
}
