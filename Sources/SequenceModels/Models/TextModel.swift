/// Anything that gives a text a probability, token by token.
public protocol TextModel {
  /// Mean of −log P(token | tokens before), in nats, over all tokens but the first.
  func crossEntropy(of text: [Int]) -> Double
}
