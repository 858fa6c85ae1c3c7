import Testing

@testable import SequenceModels

@Suite struct StoryGrammarTests {
  @Test("The entropy and the length of a sentence are the means over sampled derivations")
  func entropyAndLengthAreMeans() {
    let grammar = StoryGrammar()
    var generator = SplitMix64(seed: 21)
    let count = 20_000
    var surprise = Moments()
    var length = Moments()
    for _ in 0..<count {
      let derivation = derive(grammar, using: &generator)
      surprise.add(derivation.surprise)
      length.add(Double(derivation.sentence.count + 1))
    }
    // Four standard errors: a right value fails once in 16,000 seeds, and this seed is fixed.
    #expect(abs(surprise.mean - grammar.entropyPerSentence) < 4 * surprise.standardError)
    #expect(abs(length.mean - grammar.charactersPerSentence) < 4 * length.standardError)
    #expect(surprise.standardError < 0.02)
    #expect(
      grammar.entropyPerCharacter == grammar.entropyPerSentence / grammar.charactersPerSentence)
  }

  @Test("No two of all derivations give the same sentence, and entropy and lengths are their means")
  func enumerationAgrees() {
    let grammar = StoryGrammar()
    var complete: [(words: String, probability: Double)] = []
    var open = [(parts: ["<story>"], words: "", probability: 1.0)]
    while let (remaining, words, probability) = open.popLast() {
      var parts = remaining
      guard !parts.isEmpty else {
        complete.append((words, probability))
        continue
      }
      let symbol = parts.removeFirst()
      if let rules = grammar.rules[symbol] {
        open += rules.map { ($0.parts + parts, words, probability * $0.probability) }
      } else {
        open.append((parts, words.isEmpty ? symbol : words + " " + symbol, probability))
      }
    }
    #expect(Set(complete.map(\.words)).count == complete.count)
    func mean(_ value: (String, Double) -> Double) -> Double {
      complete.reduce(0) { $0 + $1.probability * value($1.words, $1.probability) }
    }
    #expect(abs(mean { _, _ in 1 } - 1) < 1e-9)
    #expect(abs(mean { -logarithm($1) } - grammar.entropyPerSentence) < 1e-9)
    #expect(
      abs(mean { words, _ in Double(words.utf8.count + 1) } - grammar.charactersPerSentence) < 1e-9)
    let lengths = mean { words, _ in Double(words.utf8.filter { $0 == 32 }.count + 1) }
    #expect(abs(lengths - grammar.wordsPerSentence) < 1e-9)
    #expect(complete.count > 10_000)
  }

  @Test("The walk of this test draws the sentences that the grammar draws")
  func theWalkDrawsTheSameSentences() {
    let grammar = StoryGrammar()
    var (a, b) = (SplitMix64(seed: 23), SplitMix64(seed: 23))
    for _ in 0..<100 {
      #expect(derive(grammar, using: &a).sentence == grammar.sentence(using: &b))
    }
  }

  @Test("The rules of every symbol have probabilities that sum to one")
  func probabilitiesSumToOne() {
    for (symbol, rules) in StoryGrammar().rules {
      #expect(abs(rules.reduce(0) { $0 + $1.probability } - 1) < 1e-12, "\(symbol)")
    }
  }

  /// A sentence, and −log of the probability of how it was derived.
  private func derive(
    _ grammar: StoryGrammar, using generator: inout SplitMix64
  ) -> (sentence: String, surprise: Double) {
    var stack = ["<story>"]
    var words: [String] = []
    var surprise = 0.0
    while let symbol = stack.popLast() {
      guard let rules = grammar.rules[symbol] else {
        words.append(symbol)
        continue
      }
      let rule = rules[generator.choice(rules.map(\.probability))]
      surprise -= logarithm(rule.probability)
      stack += rule.parts.reversed()
    }
    return (words.joined(separator: " "), surprise)
  }
}

/// Mean and standard error of what is added.
private struct Moments {
  private var count = 0.0
  private var sum = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    sum += value
    squares += value * value
  }

  var mean: Double { sum / count }
  var standardError: Double { ((squares / count - mean * mean) / count).squareRoot() }
}
