/// The best of many candidates, in order: a better score first, of equal scores the one offered first.
struct BestCandidates {
  struct Candidate {
    var score: Double
    var rank: Int
    var token: Int
  }

  private(set) var candidates: [Candidate] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    candidates.reserveCapacity(limit + 1)
  }

  /// Offers one row: the continuations of the hypothesis of a rank by every token.
  mutating func offer(
    _ logProbabilities: UnsafePointer<Float>, count: Int, after sum: Double, rank: Int
  ) {
    var least = candidates.count < limit ? -Double.infinity : candidates[limit - 1].score
    for token in 0..<count {
      let logProbability = logProbabilities[token]
      let score = sum + Double(logProbability)
      if score > least {
        insert(Candidate(score: score, rank: rank, token: token))
        least = candidates.count < limit ? -Double.infinity : candidates[limit - 1].score
      } else {
        checkLogProbability(logProbability, of: token)
      }
    }
  }

  private mutating func insert(_ candidate: Candidate) {
    var place = candidates.count
    while place > 0, candidates[place - 1].score < candidate.score { place -= 1 }
    candidates.insert(candidate, at: place)
    if candidates.count > limit { candidates.removeLast() }
  }
}
