/// Greedy decoding: at every step the most probable token, of equal ones the lowest.
///
/// - Parameters:
///   - state: what was read before, of one row.
///   - start: the token that the first step reads.
///   - end: the token that ends the sequence.
///   - length: the most tokens, with the end token.
public func greedy<Decoder: StepDecoder>(
  _ decoder: Decoder, from state: Decoder.State, start: Int, end: Int? = nil, length: Int
) -> Hypothesis {
  greedy(decoder, from: state, starts: [start], end: end, length: length)[0]
}

/// The same for many sequences side by side: a row of the state and a start token per sequence.
public func greedy<Decoder: StepDecoder>(
  _ decoder: Decoder, from state: Decoder.State, starts: [Int], end: Int? = nil, length: Int
) -> [Hypothesis] {
  var found = starts.map { _ in
    Hypothesis(tokens: [], logProbability: 0, score: 0, isFinished: end == nil)
  }
  decode(decoder, from: state, starts: starts, end: end, length: length) { row, scores in
    var best = 0
    for token in scores.indices where scores[token] > scores[best] { best = token }
    require(
      scores[best] > -.infinity,
      "greedy: after \(found[row].tokens.count) tokens of sequence \(row) no token has a probability; "
        + "use BeamSearch, which drops such sequences")
    found[row].logProbability += Double(scores[best])
    found[row].score = found[row].logProbability
    if best == end { found[row].isFinished = true } else { found[row].tokens.append(best) }
    return best
  }
  return found
}

/// The loop of all decoding that keeps one sequence per row: `choose` gets a row's number and its
/// log-probabilities, and answers with the token that the next step reads. Rows that ended drop out.
func decode<Decoder: StepDecoder>(
  _ decoder: Decoder, from state: Decoder.State, starts: [Int], end: Int?, length: Int,
  choose: (_ row: Int, _ logProbabilities: UnsafeBufferPointer<Float>) -> Int
) {
  require(length >= 0, "decoding: length \(length) must not be negative")
  var (state, tokens, rows) = (state, starts, Array(starts.indices))
  for _ in 0..<length where !rows.isEmpty {
    let (scores, next) = decoder.step(tokens, state)
    let columns = scores.shape.columns
    require(
      scores.shape.count == 2 && scores.shape[0] == rows.count && columns > 0,
      "decoding: log-probabilities \(scores.shape) for \(rows.count) rows; they must be "
        + "[\(rows.count), vocabulary], and the state must have a row per start token")
    tokens = rows.enumerated().map { place, row in
      let own = UnsafeBufferPointer(start: scores.pointer + place * columns, count: columns)
      for (token, score) in own.enumerated() { checkLogProbability(score, of: token) }
      return choose(row, own)
    }
    let open = tokens.indices.filter { tokens[$0] != end }
    state = open.count == tokens.count ? next : next.selecting(rows: open)
    (tokens, rows) = (open.map { tokens[$0] }, open.map { rows[$0] })
  }
}

/// Stops the program at what is no logarithm of a probability.
func checkLogProbability(_ logProbability: Float, of token: Int) {
  require(
    !logProbability.isNaN,
    "decoding: the log-probability of token \(token) is not a number; the model's weights or "
      + "state are not finite")
}
