/// Corpus BLEU (Papineni, Roukos, Ward and Zhu, 2002), as sacreBLEU computes it on tokenised text
/// (Post, 2018).
///
///     BLEU = 100 · BP · exp(¼ Σₙ log pₙ)        BP = min(1, e^(1 − r/c))
///
/// pₙ is the share of the candidates' n-grams, n = 1 … 4, that a reference has too, counted at most as
/// often as in the reference that has most of them; c and r are the lengths of all candidates and of the
/// references nearest in length (of equally near ones the shorter).
public struct BLEU: Sendable, Equatable {
  /// What stands for the n-grams that none of the candidates got right.
  public enum Smoothing: Sendable, Equatable {
    /// Nothing: the score is 0.
    case none
    /// A count in place of 0; sacreBLEU's default is 0.1.
    case floor(Double)
    /// Half of one n-gram for the first such order, a quarter for the next, and so on (NIST);
    /// sacreBLEU's default.
    case exponential
  }

  /// The score, 0 to 100.
  public let score: Double
  /// 100 · pₙ, n = 1 … 4.
  public let precisions: [Double]
  /// BP
  public let brevityPenalty: Double
  /// c
  public let candidateLength: Int
  /// r
  public let referenceLength: Int

  /// The score of candidates, each against its references.
  public init(
    _ candidates: [[String]], references: [[[String]]], smoothing: Smoothing = .exponential,
    maxOrder: Int = 4
  ) {
    require(
      candidates.count == references.count && !candidates.isEmpty,
      "BLEU: \(candidates.count) candidates and \(references.count) lists of references; the numbers "
        + "must be equal and not 0")
    require(maxOrder > 0, "BLEU: the order \(maxOrder) must be at least 1")
    var right = [Int](repeating: 0, count: maxOrder)
    var all = right
    var (length, nearest) = (0, 0)
    for (place, (candidate, references)) in zip(candidates, references).enumerated() {
      require(!references.isEmpty, "BLEU: candidate \(place) has no reference")
      length += candidate.count
      nearest +=
        references.map(\.count).min {
          (abs($0 - candidate.count), $0) < (abs($1 - candidate.count), $1)
        } ?? 0
      for order in 1...maxOrder {
        let counts = Self.counts(candidate, order)
        let limits = references.map { Self.counts($0, order) }
        all[order - 1] += max(0, candidate.count - order + 1)
        // A sum of whole numbers does not depend on the order of a dictionary.
        for (gram, count) in counts {
          right[order - 1] += min(count, limits.map { $0[gram] ?? 0 }.max() ?? 0)
        }
      }
    }
    candidateLength = length
    referenceLength = nearest
    brevityPenalty =
      length == 0
      ? 0 : length < nearest ? SequenceModels.exponential(1 - Double(nearest) / Double(length)) : 1
    (precisions, score) = Self.score(right, all, smoothing, brevityPenalty)
  }

  /// One reference per candidate.
  public init(
    _ candidates: [[String]], references: [[String]], smoothing: Smoothing = .exponential
  ) {
    self.init(candidates, references: references.map { [$0] }, smoothing: smoothing)
  }

  private static func counts(_ words: [String], _ order: Int) -> [ArraySlice<Spelling>: Int] {
    guard words.count >= order else { return [:] }
    let words = words.map { Spelling($0) }
    var counts: [ArraySlice<Spelling>: Int] = [:]
    for start in 0...(words.count - order) {
      counts[words[start..<(start + order)], default: 0] += 1
    }
    return counts
  }

  private static func score(
    _ right: [Int], _ all: [Int], _ smoothing: Smoothing, _ penalty: Double
  ) -> (precisions: [Double], score: Double) {
    var precisions = [Double](repeating: 0, count: right.count)
    var half = 1.0
    guard right.contains(where: { $0 > 0 }) else { return (precisions, 0) }
    for order in right.indices where all[order] > 0 {
      if right[order] > 0 {
        precisions[order] = 100 * Double(right[order]) / Double(all[order])
        continue
      }
      switch smoothing {
      case .none: continue
      case .floor(let value): precisions[order] = 100 * value / Double(all[order])
      case .exponential:
        half *= 2
        precisions[order] = 100 / (half * Double(all[order]))
      }
    }
    if precisions.contains(0) { return (precisions, 0) }
    let mean = precisions.reduce(0) { $0 + logarithm($1) } / Double(precisions.count)
    return (precisions, penalty * SequenceModels.exponential(mean))
  }
}
