/// Beam search: at every step, of all continuations of the `width` best hypotheses the `width` best are
/// kept (Lowerre, 1976; for translation: Sutskever, Vinyals and Le, 2014).
///
/// A continuation that ends is set aside as finished if it is among the best `width`, and the beam is
/// filled up with others. Of equal scores the continuation of the better-ranked hypothesis comes first,
/// then the lower token. All hypotheses of all sources share one call of the model per step.
///
/// Worked by hand, in a language of a, b and the end, where each token depends on the one before:
///
///     first         a 0.60   b 0.40
///     after a       a 0.35   b 0.25   end 0.40
///     after b                b 0.10   end 0.90
///
///     width 1: a (0.60); then of a a (0.21), a b (0.15), a end (0.24) the last: a end, 0.24
///     width 2: a (0.60) and b (0.40); then of a a (0.21), a b (0.15), a end (0.24), b b (0.04) and
///              b end (0.36) the two that end are best; a a and a b go on, but can only lose: b end, 0.36
///
///     let search = BeamSearch(width: 5, length: 40, end: 2, normalization: .wu(0.6))
///     let best = search(model, prompt: [1])[0].tokens
public struct BeamSearch: Sendable {
  /// When to stop before the limit of length.
  public enum Stopping: Sendable {
    /// Once no open hypothesis can overtake the `count` best that have finished.
    case certain
    /// Once `width` hypotheses have finished.
    case early
  }

  /// How many hypotheses are kept.
  public var width: Int
  /// The most tokens that a hypothesis may have, with the end token.
  public var length: Int
  /// The token that ends a hypothesis; without, all have the full length.
  public var end: Int?
  /// How many of the best hypotheses are returned (n-best).
  public var count: Int
  /// What scores are divided by.
  public var normalization: LengthNormalization
  /// When to stop.
  public var stopping: Stopping
  /// How many of the best pruned continuations of each step the tree keeps, to draw.
  public var prunedNodes: Int

  /// A search; see the properties.
  public init(
    width: Int, length: Int, end: Int? = nil, count: Int = 1,
    normalization: LengthNormalization = .none, stopping: Stopping = .certain, prunedNodes: Int = 0
  ) {
    require(
      width > 0 && length > 0 && count > 0 && prunedNodes >= 0,
      "BeamSearch: width \(width), length \(length) and count \(count) must be at least 1, "
        + "prunedNodes \(prunedNodes) not negative")
    normalization.check()
    (self.width, self.length, self.end, self.count) = (width, length, end, count)
    (self.normalization, self.stopping) = (normalization, stopping)
    self.prunedNodes = prunedNodes
  }

  /// What a search found.
  public struct Result: Sendable {
    /// The `count` best: first those that finished, by score, then those that were cut off. Fewer where
    /// the decoder gives no more a probability, and none where every one comes to a step at which no
    /// token has any.
    public var hypotheses: [Hypothesis]
    /// Every node kept, and as many of those pruned as were asked for.
    public var tree: SearchTree
    /// How many steps the search took, each one call of the model.
    public var steps: Int
    /// How many hypotheses were continued, over all steps: the work.
    public var continued: Int

    /// A hypothesis by its rank; one that was not found stops the program.
    public subscript(_ rank: Int) -> Hypothesis {
      require(
        hypotheses.indices.contains(rank),
        hypotheses.isEmpty
          ? "BeamSearch: nothing was found: after \(steps) \(steps == 1 ? "step" : "steps") no token had a "
            + "probability; ask `hypotheses.first`"
          : "BeamSearch: there is no hypothesis of rank \(rank) among the \(hypotheses.count) found; "
            + "search with a larger count and width, or ask `hypotheses`")
      return hypotheses[rank]
    }
  }

  /// Searches for one sequence.
  ///
  /// - Parameters:
  ///   - state: what was read before, of one row.
  ///   - start: the token that the first step reads.
  public func callAsFunction<Decoder: StepDecoder>(
    _ decoder: Decoder, from state: Decoder.State, start: Int
  ) -> Result {
    self(decoder, from: state, starts: [start])[0]
  }

  /// Continues a prompt.
  public func callAsFunction(_ model: some AutoregressiveModel, prompt: [Int]) -> Result {
    let state = model.reading(prompt)
    return self(model, from: state, starts: prompt.suffix(1))[0]
  }

  /// Searches for many sequences side by side, each with a beam of its own: a row of the state and a
  /// start token per sequence.
  public func callAsFunction<Decoder: StepDecoder>(
    _ decoder: Decoder, from state: Decoder.State, starts: [Int]
  ) -> [Result] {
    var beams = starts.map { Beam(self, start: $0) }
    var state = state
    for _ in 0..<length {
      let tokens = beams.flatMap(\.openTokens)
      if tokens.isEmpty { break }
      let (scores, next) = decoder.step(tokens, state)
      require(
        scores.shape.count == 2 && scores.shape[0] == tokens.count,
        "BeamSearch: log-probabilities \(scores.shape) for \(tokens.count) rows; they must be "
          + "[\(tokens.count), vocabulary], and the state must have a row per start token")
      let columns = scores.shape[1]
      var rows: [Int] = []
      var first = 0
      for place in beams.indices {
        let open = beams[place].openTokens.count
        guard open > 0 else { continue }
        let parents = beams[place].advance(scores.pointer + first * columns, columns)
        rows += parents.map { first + $0 }
        first += open
      }
      state = rows.elementsEqual(0..<tokens.count) ? next : next.selecting(rows: rows)
    }
    return beams.map(\.result)
  }
}
