/// Sequences of one length with an answer at every step.
public struct TokenBatch: Sendable, Equatable {
  /// What is read, `[batch][time]`.
  public let inputs: [[Int]]
  /// What is to be answered, `[batch][time]`.
  public let targets: [[Int]]
  /// 1 where the answer takes memory, 0 elsewhere; row by row, as `crossEntropy(_:weights:)` reads them.
  public let weights: [Float]
}

/// Sequences of one length with one answer each.
public struct LabelledBatch: Sendable, Equatable {
  /// What is read, `[batch][time]`.
  public let inputs: [[Int]]
  /// The answers, `[batch]`.
  public let labels: [Int]
}
