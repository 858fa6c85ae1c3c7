import Testing

@testable import SequenceModels

@Suite struct KingdomTests {
  @Test(
    "The alternatives of every symbol begin with different words, so no sentence has two readings")
  func alternativesBeginDifferently() {
    let grammar = StoryGrammar.kingdom
    for (symbol, options) in grammar.rules {
      #expect(abs(options.reduce(0) { $0 + $1.probability } - 1) < 1e-12, "\(symbol)")
      #expect(options.allSatisfy { !$0.parts.isEmpty }, "\(symbol)")
      let first = options.map { grammar.firstWords(of: $0.parts[0]) }
      #expect(first.reduce(0) { $0 + $1.count } == Set(first.joined()).count, "\(symbol)")
      for part in options.flatMap(\.parts) where part.hasPrefix("<") {
        #expect(grammar.rules[part] != nil, "\(part) of \(symbol)")
      }
    }
    #expect(grammar.surprise(of: "the king sat on the bench .") == nil)
    #expect(grammar.surprise(of: "the king sat on the throne . .") == nil)
  }

  @Test("The entropy per sentence, word and character is what sampled sentences have")
  func monteCarlo() {
    let grammar = StoryGrammar.kingdom
    var generator = SplitMix64(seed: 71)
    let count = 20_000
    var (surprise, squares, words, characters) = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<count {
      let sentence = grammar.sentence(using: &generator)
      guard let one = grammar.surprise(of: sentence) else {
        Issue.record("no reading of \"\(sentence)\"")
        return
      }
      surprise += one
      squares += one * one
      words += Double(sentence.utf8.count { $0 == 32 } + 1)
      characters += Double(sentence.utf8.count + 1)
    }
    let mean = surprise / Double(count)
    let error = ((squares / Double(count) - mean * mean) / Double(count)).squareRoot()
    #expect(abs(mean - grammar.entropyPerSentence) < 4 * error && error < 0.02)
    #expect(abs(surprise / words / grammar.entropyPerWord - 1) < 0.01)
    #expect(abs(surprise / characters / grammar.entropyPerCharacter - 1) < 0.01)
  }

  @Test("Pronouns agree with the subject over a distance, deeds with its rank")
  func agreement() {
    var generator = SplitMix64(seed: 72)
    let text = StoryGrammar.kingdom.text(sentences: 5000, using: &generator)
    let women: Set = [
      "queen", "empress", "princess", "woman", "widow", "girl", "mary", "anna", "lucy",
    ]
    let men: Set = ["king", "emperor", "prince", "man", "host", "boy", "john", "peter", "tom"]
    let royal: Set = ["king", "queen", "prince", "princess", "duke", "duchess"]
    var (pronouns, thrones) = (0, 0)
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      let subject = words[0] == "the" ? words[1] : words[0]
      let rest = Set(words.dropFirst(2))
      if women.contains(subject) {
        #expect(rest.isDisjoint(with: ["he", "his", "beard"]), "\(line)")
        pronouns += rest.contains("she") ? 1 : 0
      }
      if men.contains(subject) {
        #expect(rest.isDisjoint(with: ["she", "her", "gown"]), "\(line)")
        pronouns += rest.contains("he") ? 1 : 0
      }
      if royal.contains(subject) {
        #expect(rest.isDisjoint(with: ["plough", "cottage", "bench", "paid"]), "\(line)")
      }
      if rest.contains("throne") { thrones += 1 }
    }
    #expect(pronouns > 1000 && thrones > 100)
  }

  @Test(
    "Counts of neighbours alone solve the analogies that the grammar is built for",
    arguments: [
      ["man", "king", "woman", "queen"], ["king", "queen", "emperor", "empress"],
      ["man", "woman", "boy", "girl"], ["king", "prince", "queen", "princess"],
    ])
  func analogies(words: [String]) throws {
    var generator = SplitMix64(seed: 73)
    let text = StoryGrammar.kingdom.text(sentences: 12_000, using: &generator)
    let vocabulary = Vocabulary(text)
    let size = vocabulary.count
    var counts = Array(repeating: Array(repeating: 0.0, count: size), count: size)
    for line in text.split(separator: "\n") {
      let tokens = vocabulary.encode(String(line))
      for a in tokens.indices {
        for b in max(0, a - 8)..<min(tokens.count, a + 9) where a != b {
          counts[tokens[a]][tokens[b]] += 1
        }
      }
    }
    // Positive pointwise mutual information (Levy and Goldberg, 2014).
    let sums = counts.map { $0.reduce(0, +) }
    let total = sums.reduce(0, +)
    let vectors = counts.indices.map { a -> [Double] in
      let row = counts[a].indices.map { b in
        counts[a][b] > 0 ? max(0, logarithm(counts[a][b] * total / sums[a] / sums[b])) : 0
      }
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / norm }
    }
    let numbers = try words.map { try #require(vocabulary[$0]) }
    // words: a is to b as c is to the answer, so b − a + c.
    let goal = (0..<size).map {
      vectors[numbers[1]][$0] - vectors[numbers[0]][$0] + vectors[numbers[2]][$0]
    }
    let nearest = (0..<size).filter { !numbers[..<3].contains($0) }.max { a, b in
      zip(vectors[a], goal).reduce(0) { $0 + $1.0 * $1.1 }
        < zip(vectors[b], goal).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(nearest.map { vocabulary.words[$0] } == words[3])
    #expect(size > 120)
  }
}
