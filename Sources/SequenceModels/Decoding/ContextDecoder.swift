/// A language given as a function: P(next token | tokens so far). For languages made by hand, and for
/// models that look at tokens alone, such as an ``NGramModel``:
///
///     let decoder = ContextDecoder(vocabularySize: 27) { context in
///       (0..<27).map { bigrams.probability(of: $0, after: context) }
///     }
public struct ContextDecoder: StepDecoder {
  /// The tokens that each row has read.
  public struct State: CarriedState {
    /// `[rows][tokens]`
    public var contexts: [[Int]]

    /// Rows that have read some tokens.
    public init(contexts: [[Int]]) { self.contexts = contexts }

    /// Itself: there is no gradient.
    public var detached: State { self }

    /// Some rows, in the given order.
    public func selecting(rows: [Int]) -> State { State(contexts: rows.map { contexts[$0] }) }
  }

  private let vocabularySize: Int
  private let probabilities: ([Int]) -> [Double]

  /// - Parameter probabilities: one per token, given the tokens read, the start token first.
  public init(vocabularySize: Int, _ probabilities: @escaping ([Int]) -> [Double]) {
    self.vocabularySize = vocabularySize
    self.probabilities = probabilities
  }

  /// Rows that have read nothing.
  public func initialState(batch: Int) -> State {
    State(contexts: Array(repeating: [], count: batch))
  }

  /// Reads one more token in every row.
  public func step(
    _ tokens: [Int], _ state: State
  ) -> (logProbabilities: Tensor, state: State) {
    var next = state
    var scores: [Float] = []
    for (row, token) in tokens.enumerated() {
      next.contexts[row].append(token)
      let row = probabilities(next.contexts[row])
      require(
        row.count == vocabularySize && row.allSatisfy { $0 >= 0 },
        "ContextDecoder: \(row.count) probabilities, the least \(row.min() ?? 0); "
          + "\(vocabularySize) that are not negative are needed")
      scores += row.map { Float(logarithm($0)) }
    }
    return (Tensor(scores, shape: [tokens.count, vocabularySize]), next)
  }
}
