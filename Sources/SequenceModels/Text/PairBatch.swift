/// Pairs side by side, padded; the marks are ``MarkedVocabulary``'s.
public struct PairBatch: Sendable {
  /// `[batch][source time]`, padded.
  public let sources: [[Int]]
  /// How long each source is.
  public let sourceLengths: [Int]
  /// What the decoder reads with teacher forcing: start, target; `[batch][target time]`, padded.
  public let inputs: [[Int]]
  /// What it is to answer: target, end; `[batch][target time]`, padded.
  public let targets: [[Int]]
  /// 1 for every target, 0 for padding; row by row.
  public let weights: [Float]

  /// Pads some pairs to the longest of them.
  public init(_ pairs: [Pair]) {
    require(!pairs.isEmpty, "PairBatch: there are no pairs")
    for (place, pair) in pairs.enumerated() {
      require(
        !pair.source.isEmpty,
        "PairBatch: the source at place \(place) is empty; leave the pair out")
    }
    func padded(_ rows: [[Int]]) -> PaddedBatch {
      PaddedBatch(rows, padding: MarkedVocabulary.padding)
    }
    let sources = padded(pairs.map(\.source))
    let targets = padded(pairs.map { $0.target + [MarkedVocabulary.end] })
    (self.sources, sourceLengths) = (sources.tokens, sources.lengths)
    (self.targets, weights) = (targets.tokens, targets.weights)
    inputs = padded(pairs.map { [MarkedVocabulary.start] + $0.target }).tokens
  }
}
