/// A source and its target, as tokens without marks.
public struct Pair: Sendable, Equatable {
  /// What is read.
  public var source: [Int]
  /// What is to be written.
  public var target: [Int]

  /// A pair.
  public init(source: [Int], target: [Int]) { (self.source, self.target) = (source, target) }
}

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
    let targetTime = 1 + (pairs.map(\.target.count).max() ?? 0)
    sources = Self.padded(pairs.map(\.source))
    sourceLengths = pairs.map(\.source.count)
    inputs = Self.padded(pairs.map { [MarkedVocabulary.start] + $0.target })
    targets = Self.padded(pairs.map { $0.target + [MarkedVocabulary.end] })
    weights = pairs.flatMap { pair in (0..<targetTime).map { $0 <= pair.target.count ? 1 : 0 } }
    for (place, length) in sourceLengths.enumerated() {
      require(length > 0, "PairBatch: the source at place \(place) is empty; leave the pair out")
    }
  }

  /// Rows filled up to the longest.
  static func padded(_ rows: [[Int]]) -> [[Int]] {
    let time = rows.map(\.count).max() ?? 0
    return rows.map {
      $0 + Array(repeating: MarkedVocabulary.padding, count: time - $0.count)
    }
  }
}

/// Batches of pairs, each epoch in a new order. With buckets, pairs of similar length meet, so that
/// little is padded: twenty batches' pairs at a time are sorted by length.
public struct PairBatches: Sendable {
  private let pairs: [Pair]
  private let batch: Int
  private let buckets: Bool

  /// Batches of at most `batch` pairs.
  public init(_ pairs: [Pair], batch: Int, buckets: Bool = true) {
    require(
      !pairs.isEmpty && batch > 0,
      "PairBatches: \(pairs.count) pairs in batches of \(batch); there must be at least one of each"
    )
    (self.pairs, self.batch, self.buckets) = (pairs, batch, buckets)
  }

  /// All pairs once.
  public func epoch(using generator: inout some RandomNumberGenerator) -> [PairBatch] {
    var order = Array(pairs.indices)
    Self.shuffle(&order, using: &generator)
    if buckets {
      let pool = 20 * batch
      order = stride(from: 0, to: order.count, by: pool).flatMap { start in
        order[start..<min(start + pool, order.count)].sorted {
          let (a, b) = (pairs[$0], pairs[$1])
          return (a.source.count, a.target.count, $0) < (b.source.count, b.target.count, $1)
        }
      }
    }
    var starts = Array(stride(from: 0, to: order.count, by: batch))
    if buckets { Self.shuffle(&starts, using: &generator) }
    return starts.map { start in
      PairBatch(order[start..<min(start + batch, order.count)].map { pairs[$0] })
    }
  }

  /// Fisher and Yates; the standard library's shuffle may change from release to release.
  private static func shuffle(
    _ items: inout [Int], using generator: inout some RandomNumberGenerator
  ) {
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, generator.index(below: last + 1))
    }
  }
}
