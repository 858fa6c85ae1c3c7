extension Word2Vec {
  /// Learns from sentences of word numbers; windows do not reach over a sentence's end, nor over every
  /// 1000th word of a longer one.
  ///
  /// On all threads, with the same bits whatever their number: predictions are made 128 examples at a
  /// time, and every weight is then changed by these in their order.
  ///
  /// Sentences are read once, so a lazy sequence of them takes no memory; the engine keeps 4 bytes a word.
  public func train(
    _ sentences: some Sequence<some Sequence<Int>>, vocabulary: Vocabulary, epochs: Int = 5,
    using generator: inout some RandomNumberGenerator
  ) -> WordVectors {
    require(epochs > 0, "Word2Vec: epochs \(epochs) must be positive")
    let corpus = WordCorpus(sentences, vocabularySize: vocabulary.count)
    let weights = WordWeights(
      size: size, inputRows: vocabulary.count, outputRows: vocabulary.count)
    let bound = 0.5 / Float(size)
    for row in 0..<vocabulary.count {
      for column in 0..<size {
        weights.inputs[row, column] = generator.uniform(-bound...bound)
      }
    }
    run(corpus, epochs: epochs, seed: generator.next(), on: weights)
    return WordVectors(weights.takeVectors(), vocabulary: vocabulary)
  }

  /// Learns from sentences of the numbers 0 ..< `vocabularySize`, whose words are "0", "1", ….
  public func train(
    _ sentences: some Sequence<some Sequence<Int>>, vocabularySize: Int, epochs: Int = 5,
    using generator: inout some RandomNumberGenerator
  ) -> WordVectors {
    let words = (0..<max(vocabularySize, 0)).map { String($0) }
    return train(
      sentences, vocabulary: Vocabulary(words: words), epochs: epochs, using: &generator)
  }

  /// Learns from a text, one sentence to a line, with the vocabulary of its words unless one is given.
  public func train(
    _ text: String, vocabulary: Vocabulary? = nil, epochs: Int = 5,
    using generator: inout some RandomNumberGenerator
  ) -> WordVectors {
    let vocabulary = vocabulary ?? Vocabulary(text)
    let lines = text.split(whereSeparator: \.isNewline)
    let sentences = lines.lazy.map { vocabulary.encode(String($0)) }
    return train(sentences, vocabulary: vocabulary, epochs: epochs, using: &generator)
  }

  /// Every segment of every epoch, each drawn from a generator of its own: some at a time are drawn on
  /// all threads, then learnt from in their order.
  private func run(_ corpus: WordCorpus, epochs: Int, seed: UInt64, on weights: WordWeights) {
    let sampler = WordSampler(self, counts: corpus.counts)
    let total = corpus.length * epochs
    var drawn = [WordExamples](repeating: WordExamples(), count: 2 * EngineSettings.threads)
    var steps: [Float] = []
    var (seen, step) = (0, 0)
    for epoch in 0..<epochs {
      var seeds = SplitMix64(seed: seed &+ UInt64(epoch))
      let epochSeed = seeds.next()
      for first in stride(from: 0, to: corpus.segments.count, by: drawn.count) {
        let numbers = first..<min(first + drawn.count, corpus.segments.count)
        sampler.draw(numbers, of: corpus, into: &drawn, seed: epochSeed)
        for (number, examples) in zip(numbers, drawn) {
          let rate = learningRate * max(1 - Float(Double(seen) / Double(total)), 1e-4)
          weights.update(examples, rate: rate, steps: &steps)
          seen += corpus.segments[number].words.count
          step += 1
          TrainingProgress.report(
            step, epochs * corpus.segments.count,
            Self.loss(of: examples, steps: steps, rate: rate), seen)
        }
      }
    }
  }

  /// The mean loss per example among the first 32: a sample, for the progress of training.
  private static func loss(of examples: WordExamples, steps: [Float], rate: Float) -> Float {
    let count = min(32, examples.count)
    if count == 0 { return 0 }
    var sum = 0.0
    for k in 0..<examples.outputStarts[count] {
      sum -= logarithm(max(1 - Double(abs(steps[k] / rate)), 1e-7))
    }
    return Float(sum / Double(count))
  }
}
