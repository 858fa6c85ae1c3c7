/// e to the mean cross-entropy in nats: how many equally likely tokens the model hesitates between.
public func perplexity(crossEntropy: Double) -> Double { exponential(crossEntropy) }

/// Cross-entropy in bits, from nats.
public func bits(nats: Double) -> Double { nats / 0.6931471805599453 }
