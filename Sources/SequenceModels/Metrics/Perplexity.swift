/// e to the mean cross-entropy of a text: how many equally likely tokens the model hesitates between.
public func perplexity(of model: some TextModel, on text: [Int]) -> Double {
  perplexity(crossEntropy: model.crossEntropy(of: text))
}

/// Mean cross-entropy of a text of characters, in bits.
public func bitsPerCharacter(of model: some TextModel, on text: [Int]) -> Double {
  bits(nats: model.crossEntropy(of: text))
}

/// e to the mean cross-entropy in nats: how many equally likely tokens the model hesitates between.
public func perplexity(crossEntropy: Double) -> Double { exponential(crossEntropy) }

/// Cross-entropy in bits, from nats.
public func bits(nats: Double) -> Double { nats / 0.6931471805599453 }
