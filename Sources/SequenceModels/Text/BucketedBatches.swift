/// Batches of sequences of similar length, so that little is padded.
///
/// Each epoch is a new random order of all examples. The examples of `pool` batches at a time are sorted
/// by length (equal ones stay in their random order) and cut into batches, which then come in a random
/// order. A pool of 1 sorts within batches only, and so saves nothing.
///
///     for places in BucketedBatches(lengths: sequences.map(\.count), batch: 32).epoch(using: &generator) {
///       let batch = PaddedBatch(places.map { sequences[$0] })
///     }
public struct BucketedBatches: Sendable {
  private let lengths: [Int]
  private let batch: Int
  private let pool: Int

  /// Batches of at most `batch` examples of the given lengths.
  public init(lengths: [Int], batch: Int, pool: Int = 20) {
    require(
      !lengths.isEmpty && batch > 0 && pool > 0,
      "BucketedBatches: \(lengths.count) examples in batches of \(batch), pool \(pool); there must "
        + "be at least one of each")
    (self.lengths, self.batch, self.pool) = (lengths, batch, pool)
  }

  /// All examples once, as batches of their places.
  public func epoch(using generator: inout some RandomNumberGenerator) -> [[Int]] {
    let order = generator.order(lengths.count)
    let sorted = parts(Array(order.indices), of: pool * batch).flatMap { part in
      part.sorted { (lengths[order[$0]], $0) < (lengths[order[$1]], $1) }.map { order[$0] }
    }
    let batches = parts(sorted, of: batch)
    return generator.order(batches.count).map { batches[$0] }
  }

  private func parts(_ items: [Int], of size: Int) -> [[Int]] {
    stride(from: 0, to: items.count, by: size).map {
      Array(items[$0..<min($0 + size, items.count)])
    }
  }

  /// How much is computed in an epoch: a step of each row of each batch, padding or not.
  public struct Work: Sendable, Equatable {
    /// Steps that hold a token; no way to batch needs fewer.
    public let tokens: Int
    /// Steps of batches by similar length.
    public let bucketed: Int
    /// Steps of the same number of batches in random order.
    public let random: Int

    /// The share of the random batches' arithmetic that is saved, 0 to 1 (less than 0: it is more).
    public var saved: Double { random > 0 ? 1 - Double(bucketed) / Double(random) : 0 }
  }

  /// What an epoch computes, measured on one that is drawn, against one without buckets.
  public func work(using generator: inout some RandomNumberGenerator) -> Work {
    func steps(_ batches: [[Int]]) -> Int {
      batches.reduce(0) { sum, places in
        sum + places.count * (places.map { lengths[$0] }.max() ?? 0)
      }
    }
    return Work(
      tokens: lengths.reduce(0, +), bucketed: steps(epoch(using: &generator)),
      random: steps(parts(generator.order(lengths.count), of: batch)))
  }
}
