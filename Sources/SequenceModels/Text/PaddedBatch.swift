/// Sequences of different lengths in one rectangle, padded on the right.
public struct PaddedBatch: Sendable, Equatable {
  /// `[batch][time]`, every row as long as the longest.
  public let tokens: [[Int]]
  /// How long each sequence is.
  public let lengths: [Int]

  /// Pads some sequences; an empty batch or sequence stops the program.
  public init(_ sequences: [[Int]], padding: Int = 0) {
    lengths = sequences.map(\.count)
    let time = lengths.max() ?? 0
    require(!sequences.isEmpty, "PaddedBatch: there are no sequences")
    for (place, length) in lengths.enumerated() {
      require(length > 0, "PaddedBatch: the sequence at place \(place) is empty; leave it out")
    }
    tokens = sequences.map { $0 + Array(repeating: padding, count: time - $0.count) }
  }

  /// Steps of the longest sequence.
  public var time: Int { tokens[0].count }

  /// 1 for every token, 0 for padding, row by row: what `crossEntropy(_:weights:)` reads.
  public var weights: [Float] {
    lengths.flatMap { length in (0..<time).map { $0 < length ? 1 : 0 } }
  }

  /// Whether each place holds a token, `[batch][time]`.
  public var mask: [[Bool]] { lengths.map { length in (0..<time).map { $0 < length } } }

  /// For a language model: all tokens but the last as inputs, and all but the first as targets.
  ///
  /// A sequence of one token stops the program.
  public static func predictingNext(
    _ sequences: [[Int]], padding: Int = 0
  ) -> (inputs: PaddedBatch, targets: PaddedBatch) {
    for (place, sequence) in sequences.enumerated() {
      require(
        sequence.count > 1,
        "PaddedBatch: the sequence at place \(place) has \(sequence.count) tokens, nothing to "
          + "predict; put a start before every sequence or leave it out")
    }
    return (
      PaddedBatch(sequences.map { Array($0.dropLast()) }, padding: padding),
      PaddedBatch(sequences.map { Array($0.dropFirst()) }, padding: padding)
    )
  }
}
