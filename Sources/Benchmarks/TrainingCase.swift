internal import SequenceModels

/// What the workloads that train have in common.
enum TrainingCase {
  /// Batches that are made beforehand, and read one after the other again and again.
  static let batches = 8

  /// Times training steps: forward and loss, backward, clipping to norm 1, Adam.
  ///
  /// - Parameters:
  ///   - tokens: of one step.
  ///   - operations: of one token's matrix products, forward.
  ///   - loss: of the batch of that number.
  static func train(
    _ model: some Layer, tokens: Double, operations: Double, _ sampling: Sampling,
    loss: (_ batch: Int, _ tape: Tape) -> Variable
  ) -> [Measurement] {
    var adam = Adam(learningRate: 1e-3)
    var step = 0
    let timing = sampling.time {
      adam.minimize(loss(step % batches, Tape()), of: model, clip: 1)
      step += 1
    }
    return [Measurement(timing: timing, tokens: tokens, operations: 3 * tokens * operations)]
  }
}

extension SplitMix64 {
  /// Random numbers `first ..< end`, in rows of these lengths.
  mutating func rows(_ lengths: [Int], from first: Int = 0, below end: Int) -> [[Int]] {
    lengths.map { length in (0..<length).map { _ in first + index(below: end - first) } }
  }
}
