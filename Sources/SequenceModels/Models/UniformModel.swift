/// Every token is as likely as every other: what a model must beat.
///
///     p(w) = 1 / vocabularySize, so its perplexity is the vocabulary's size
public struct UniformModel: TextModel, Sendable {
  /// How many different tokens there are.
  public let vocabularySize: Int

  /// A model of a vocabulary.
  public init(vocabularySize: Int) {
    require(
      vocabularySize > 0, "UniformModel: the vocabulary's size \(vocabularySize) must be positive")
    self.vocabularySize = vocabularySize
  }

  /// log vocabularySize, whatever the text.
  public func crossEntropy(of text: [Int]) -> Double {
    require(text.count > 1, "crossEntropy: a text of \(text.count) tokens has nothing to predict")
    return logarithm(Double(vocabularySize))
  }
}
