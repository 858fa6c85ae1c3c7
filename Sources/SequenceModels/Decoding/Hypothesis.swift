/// A sequence that decoding found.
public struct Hypothesis: Sendable, Equatable {
  /// The tokens after the start; the end token is not among them.
  public var tokens: [Int]
  /// Σ ln P of the tokens and of the end token, if it ended.
  public var logProbability: Double
  /// The log-probability divided by the ``LengthNormalization``.
  public var score: Double
  /// Whether it ended; `false` where the limit of length cut it off before the end token.
  public var isFinished: Bool
}
