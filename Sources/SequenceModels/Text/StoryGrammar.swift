/// A probabilistic grammar of small stories, whose entropy is known exactly.
///
/// A sentence has one subject, whose gender decides the pronoun further on (agreement over a distance).
/// No two derivations give the same sentence, so the entropy of a sentence is that of its derivation:
///
///     H(A) = Σ_r p_r (−log p_r + Σ_{B in r} H(B))
///
/// The grammar is not recursive, so the sum is finite and computed once per symbol.
public struct StoryGrammar: Sendable {
  /// One way to write a symbol: its probability and what it is replaced by.
  struct Rule: Sendable {
    var probability: Double
    var parts: [String]
  }

  let rules: [String: [Rule]]

  /// A grammar that begins with `<story>`.
  init(rules: [String: [Rule]]) { self.rules = rules }

  /// Rules for each of the words (or parts) between the bars; their frequencies fall like 1/rank, as in
  /// natural text (Zipf, 1949).
  static func one(of words: String) -> [Rule] {
    let list = words.split(separator: "|").map(String.init)
    let total = (1...list.count).reduce(0.0) { $0 + 1 / Double($1) }
    return list.enumerated().map {
      Rule(
        probability: 1 / Double($0 + 1) / total, parts: $1.split(separator: " ").map(String.init))
    }
  }

  /// The grammar of the bundled notebooks.
  public init() {
    let one = Self.one(of:)
    var rules: [String: [Rule]] = [:]
    rules["<story>"] = [
      Rule(probability: 0.5, parts: ["<man>", "<act>", "<tail-he>"]),
      Rule(probability: 0.5, parts: ["<woman>", "<act>", "<tail-she>"]),
    ]
    rules["<man>"] = one("the king|tom|the prince|the old man|a boy|john|the knight")
    rules["<woman>"] = one("the queen|anna|the princess|the old woman|a girl|mary|the witch")
    rules["<act>"] = [
      Rule(probability: 0.4, parts: ["<go>", "to", "<place>"]),
      Rule(probability: 0.35, parts: ["<see>", "<thing>"]),
      Rule(probability: 0.25, parts: ["<see>", "<thing>", "in", "<place>"]),
    ]
    rules["<go>"] = one("went|walked|rode|ran|sailed")
    rules["<see>"] = one("saw|found|took|lost|bought")
    rules["<thing>"] = one(
      "a horse|the crown|a sword|some bread|the ring|a letter|an apple|the dog")
    rules["<place>"] = one("the castle|the town|the river|london|the forest|paris|the market")
    for (he, his, tail) in [("he", "his", "<tail-he>"), ("she", "her", "<tail-she>")] {
      rules[tail] = [
        Rule(probability: 0.35, parts: ["."]),
        Rule(probability: 0.4, parts: ["and", he, "<feel>", "."]),
        Rule(probability: 0.25, parts: ["because", he, "<want>", his, "<kin>", "."]),
      ]
    }
    rules["<feel>"] = one("was happy|was sad|slept|laughed|was tired|sang")
    rules["<want>"] = one("missed|loved|feared|sought")
    rules["<kin>"] = one("father|mother|brother|sister|child")
    self.rules = rules
  }

  /// One sentence, drawn at random.
  public func sentence(using generator: inout some RandomNumberGenerator) -> String {
    var stack = ["<story>"]
    var words: [String] = []
    while let symbol = stack.popLast() {
      if let options = rules[symbol] {
        stack += options[generator.choice(options.map(\.probability))].parts.reversed()
      } else {
        words.append(symbol)
      }
    }
    return words.joined(separator: " ")
  }

  /// Sentences, one to a line.
  public func text(
    sentences: Int, using generator: inout some RandomNumberGenerator
  ) -> String {
    (0..<sentences).map { _ in sentence(using: &generator) + "\n" }.joined()
  }

  /// The sum over a derivation of what `value` gives at each choice and at each word, in expectation.
  private func expectation(
    choice: (Double) -> Double, word: (String) -> Double
  ) -> Double {
    var known: [String: Double] = [:]
    var stack = ["<story>"]
    while let symbol = stack.last {
      let open = (rules[symbol] ?? []).flatMap(\.parts).filter {
        rules[$0] != nil && known[$0] == nil
      }
      guard open.isEmpty else {
        stack += open
        continue
      }
      stack.removeLast()
      known[symbol] = (rules[symbol] ?? []).reduce(0) { sum, rule in
        let parts = rule.parts.reduce(0) { $0 + (known[$1] ?? word($1)) }
        return sum + rule.probability * (choice(rule.probability) + parts)
      }
    }
    return known["<story>"] ?? 0
  }

  /// Entropy of a sentence, in nats.
  public var entropyPerSentence: Double {
    expectation(choice: { -logarithm($0) }, word: { _ in 0 })
  }

  /// Mean length of a line in characters, with the line's end.
  public var charactersPerSentence: Double {
    // Every word is followed by one space or by the line's end.
    expectation(choice: { _ in 0 }, word: { Double($0.count + 1) })
  }

  /// Mean length of a sentence in words; the full stop is one.
  public var wordsPerSentence: Double {
    expectation(choice: { _ in 0 }, word: { _ in 1 })
  }

  /// Entropy per word, in nats: the floor for models that read words.
  public var entropyPerWord: Double { entropyPerSentence / wordsPerSentence }

  /// Entropy per character, in nats: the floor of every model's cross-entropy on `text`.
  public var entropyPerCharacter: Double { entropyPerSentence / charactersPerSentence }
}
