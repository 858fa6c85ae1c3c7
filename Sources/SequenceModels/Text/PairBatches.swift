/// Batches of pairs whose sources are of similar length, each epoch in a new order; see
/// ``BucketedBatches``.
public struct PairBatches: Sendable {
  private let pairs: [Pair]
  private let batches: BucketedBatches

  /// Batches of at most `batch` pairs.
  public init(_ pairs: [Pair], batch: Int) {
    require(
      !pairs.isEmpty && batch > 0,
      "PairBatches: \(pairs.count) pairs in batches of \(batch); there must be at least one of each"
    )
    self.pairs = pairs
    batches = BucketedBatches(lengths: pairs.map(\.source.count), batch: batch)
  }

  /// All pairs once.
  public func epoch(using generator: inout some RandomNumberGenerator) -> [PairBatch] {
    batches.epoch(using: &generator).map { places in PairBatch(places.map { pairs[$0] }) }
  }
}
