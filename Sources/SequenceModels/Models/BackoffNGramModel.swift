/// A smoothed n-gram model in back-off form, which is what ARPA files hold: a probability for each
/// n-gram that was seen, and a weight for each context.
///
///     p(w | c) = p(c w) if c w was seen, else weight(c) · p(w | c without its first token)
///
///     let model = BackoffNGramModel(order: 5, .modifiedKneserNey, training, vocabularySize: 65)
///     show(perplexity(of: model, on: validation))
public struct BackoffNGramModel: TextModel, Sendable {
  /// n: 1 looks at no token before, 2 at one.
  public let order: Int
  /// How many different tokens there are.
  public let vocabularySize: Int
  let trie: NGramTrie
  /// Of each n-gram.
  let probabilities: [Double]
  /// Of each n-gram as a context; 1 where nothing followed it.
  let weights: [Double]

  init(
    order: Int, vocabularySize: Int, trie: NGramTrie, probabilities: [Double], weights: [Double]
  ) {
    self.order = order
    self.vocabularySize = vocabularySize
    self.trie = trie
    self.probabilities = probabilities
    self.weights = weights
  }

  /// Counts a text and smooths.
  public init(
    order: Int, _ smoothing: NGramSmoothing = .modifiedKneserNey, _ text: [Int], vocabularySize: Int
  ) {
    require(order > 0, "BackoffNGramModel: the order \(order) must be at least 1")
    require(vocabularySize > 0, "BackoffNGramModel: the vocabulary is empty")
    require(!text.isEmpty, "BackoffNGramModel: the text is empty; there is nothing to count")
    var counting = NGramCounting(vocabularySize: vocabularySize)
    counting.count(text, order: order)
    if smoothing != .wittenBell { counting.countContinuations(order: order) }
    let (probabilities, weights) = counting.smoothed(smoothing, order: order)
    self.init(
      order: order, vocabularySize: vocabularySize, trie: counting.trie,
      probabilities: probabilities, weights: weights)
  }

  /// P(token | context); the context's last tokens count.
  public func probability(of token: Int, after context: [Int]) -> Double {
    var reading = Reading(self)
    for token in context.suffix(max(order - 1, 0)) { reading.read(token) }
    return reading.probability(of: token)
  }

  /// Mean cross-entropy of a text, nats per token, over all tokens but the first. Every token is
  /// predicted from as much of its context as there is.
  public func crossEntropy(of text: [Int]) -> Double {
    require(text.count > 1, "crossEntropy: a text of \(text.count) tokens has nothing to predict")
    var reading = Reading(self)
    reading.read(text[0])
    var sum = 0.0
    for token in text.dropFirst() {
      sum -= logarithm(reading.probability(of: token))
      reading.read(token)
    }
    return sum / Double(text.count - 1)
  }

  /// How many probabilities and weights the model keeps.
  public var parameterCount: Int {
    trie.count - 1 + (1..<trie.count).count { weights[$0] != 1 }
  }

  /// What the model remembers while it reads: the n-grams that end at the newest token.
  private struct Reading {
    let model: BackoffNGramModel
    /// By length, from the empty one; the list ends where one was never seen.
    var nodes = [NGramTrie.root]

    init(_ model: BackoffNGramModel) { self.model = model }

    func probability(of token: Int) -> Double {
      require(
        token >= 0 && token < model.vocabularySize,
        "BackoffNGramModel: token \(token) is outside the vocabulary of \(model.vocabularySize)")
      var weight = 1.0
      for context in nodes.reversed() {
        if let node = model.trie.child(of: context, token) {
          return weight * model.probabilities[node]
        }
        weight *= model.weights[context]
      }
      return weight / Double(model.vocabularySize)
    }

    mutating func read(_ token: Int) {
      var next = [NGramTrie.root]
      for context in nodes where next.count < model.order {
        // What was seen as a longer n-gram was seen as a shorter one, but for the text's start.
        guard let node = model.trie.child(of: context, token) else { break }
        next.append(node)
      }
      nodes = next
    }
  }
}
