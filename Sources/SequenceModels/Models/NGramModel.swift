/// An n-gram model with additive smoothing.
///
///     P(w | context) = (count(context w) + k) / (count(context) + k · vocabulary)
public struct NGramModel: TextModel, Sendable {
  /// n: 1 looks at no token before, 2 at one.
  public let order: Int
  /// k
  public let smoothing: Double
  private let vocabularySize: Int
  private var counts: [[Int]: [Int: Int]] = [:]
  private var totals: [[Int]: Int] = [:]

  /// Counts a text.
  public init(order: Int, _ text: [Int], vocabularySize: Int, smoothing: Double = 0.1) {
    require(order > 0, "NGramModel: the order \(order) must be at least 1")
    require(smoothing > 0, "NGramModel: the smoothing \(smoothing) must be positive")
    self.order = order
    self.smoothing = smoothing
    self.vocabularySize = vocabularySize
    for place in text.indices where place >= order - 1 {
      require(
        text[place] >= 0 && text[place] < vocabularySize,
        "NGramModel: token \(text[place]) at place \(place) is outside the vocabulary of "
          + "\(vocabularySize)")
      let context = Array(text[(place - order + 1)..<place])
      counts[context, default: [:]][text[place], default: 0] += 1
      totals[context, default: 0] += 1
    }
  }

  /// P(token | context); the context's last tokens count.
  public func probability(of token: Int, after context: [Int]) -> Double {
    let key = Array(context.suffix(order - 1))
    let count = Double(counts[key]?[token] ?? 0)
    return (count + smoothing) / (Double(totals[key] ?? 0) + smoothing * Double(vocabularySize))
  }

  /// Mean cross-entropy of a text, nats per token, over all tokens but the first, so that models of
  /// every order and kind predict the same tokens. A context that the text's start cuts short was
  /// never counted: it predicts uniformly.
  public func crossEntropy(of text: [Int]) -> Double {
    require(text.count > 1, "crossEntropy: a text of \(text.count) tokens has nothing to predict")
    var sum = 0.0
    for place in 1..<text.count {
      let context = Array(text[max(0, place - order + 1)..<place])
      sum -= logarithm(probability(of: text[place], after: context))
    }
    return sum / Double(text.count - 1)
  }

  /// How many counts the model keeps.
  public var parameterCount: Int { counts.values.reduce(0) { $0 + $1.count } }
}
