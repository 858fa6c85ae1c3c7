/// Which keys a query of an attention sees.
public struct AttentionMask: Sendable {
  /// Whether a query sees only the keys up to its own place. If there are more keys than queries, the
  /// queries are the last ones.
  public var causal: Bool
  /// How many keys each sequence of the batch has, at least 1; what follows is padding. `nil`: all.
  public var lengths: [Int]?

  /// A mask.
  public init(causal: Bool = false, lengths: [Int]? = nil) {
    self.causal = causal
    self.lengths = lengths
  }

  /// Every query sees every key.
  public static let none = AttentionMask()
  /// A query sees the keys up to its own place.
  public static let causal = AttentionMask(causal: true)
  /// Every query sees the first keys of its sequence, as many as it has.
  public static func lengths(_ lengths: [Int]) -> AttentionMask { AttentionMask(lengths: lengths) }
}
