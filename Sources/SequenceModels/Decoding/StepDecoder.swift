/// Something that says, one token at a time, how probable each next token is. Greedy decoding, sampling
/// and beam search work with every one: every ``AutoregressiveModel``, a ``Seq2Seq`` that has read its
/// source, a ``ContextDecoder``.
///
///     let search = BeamSearch(width: 5, length: 40, end: newline)
///     let best = search(model, from: model.initialState(batch: 1), start: space)[0]
public protocol StepDecoder {
  /// What is remembered of the tokens read; a row per sequence.
  associatedtype State: CarriedState

  /// Reads one more token in every row.
  ///
  /// - Returns: ln P(next token | tokens read), `[rows, vocabulary]`, and the state that has read it.
  func step(_ tokens: [Int], _ state: State) -> (logProbabilities: Tensor, state: State)
}

extension AutoregressiveModel {
  /// Reads one more token in every row, without a tape.
  public func step(
    _ tokens: [Int], _ state: State
  ) -> (logProbabilities: Tensor, state: State) {
    let (logits, next) = self(tokens.map { [$0] }, state, nil)
    let scores = logits.detached.logSoftmax().value
    return (scores.reshaped([tokens.count, scores.shape.columns]), next)
  }

  /// The state after all tokens of a prompt but the last, for one sequence.
  func reading(_ prompt: [Int]) -> State {
    require(!prompt.isEmpty, "prompt: it is empty; at least one token is needed")
    let state = initialState(batch: 1)
    return prompt.count == 1 ? state : self([prompt.dropLast()], state, nil).state
  }
}
