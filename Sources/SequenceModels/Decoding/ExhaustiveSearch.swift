/// All sequences of a small space, the best first: the reference of ``BeamSearch``.
///
/// Sequences are those that beam search could find: of at most `length` tokens, ended by `end`; after
/// them those of `length` tokens that do not end. Of equal scores the shorter comes first, then the one
/// whose tokens are lower. A step with more than a million continuations stops
/// the program.
///
/// - Parameter count: how many are returned; all by default.
public func exhaustiveSearch<Decoder: StepDecoder>(
  _ decoder: Decoder, from state: Decoder.State, start: Int, end: Int? = nil, length: Int,
  normalization: LengthNormalization = .none, count: Int? = nil
) -> [Hypothesis] {
  require(length > 0, "exhaustiveSearch: length \(length) must be at least 1")
  var open = [(tokens: [Int](), sum: 0.0)]
  var state = state
  var found: [Hypothesis] = []
  for step in 1...length {
    let (scores, next) = decoder.step(open.map { $0.tokens.last ?? start }, state)
    let columns = scores.shape.columns
    let divisor = normalization.divisor(length: step)
    var longer: [(tokens: [Int], sum: Double)] = []
    var parents: [Int] = []
    for (row, (tokens, sum)) in open.enumerated() {
      for token in 0..<columns {
        let logProbability = scores[row, token]
        checkLogProbability(logProbability, of: token)
        let total = sum + Double(logProbability)
        guard total > -.infinity else { continue }
        if token == end || step == length {
          found.append(
            Hypothesis(
              tokens: token == end ? tokens : tokens + [token], logProbability: total,
              score: total / divisor, isFinished: end == nil || token == end))
        } else {
          longer.append((tokens + [token], total))
          parents.append(row)
        }
      }
    }
    if longer.isEmpty { break }
    require(
      longer.count * columns <= 1_000_000,
      "exhaustiveSearch: \(longer.count) sequences of \(step) tokens, each with \(columns) "
        + "continuations, are too many; use a shorter length or BeamSearch")
    (open, state) = (longer, next.selecting(rows: parents))
  }
  // Sequences were found shorter ones first, then with lower tokens first.
  let order = found.indices.sorted {
    let (a, b) = (found[$0], found[$1])
    if a.isFinished != b.isFinished { return a.isFinished }
    return a.score != b.score ? a.score > b.score : $0 < $1
  }
  return order.prefix(count ?? order.count).map { found[$0] }
}
