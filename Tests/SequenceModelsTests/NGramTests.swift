import Testing

@testable import SequenceModels

@Suite struct NGramTests {
  static let text: [Int] = {
    var generator = SplitMix64(seed: 3)
    // A text with habits: the next token is often the sum of the two before.
    var text = [0, 1]
    while text.count < 600 {
      let sum = (text[text.count - 1] + text[text.count - 2]) % 7
      text.append(generator.next() % 3 == 0 ? Int(generator.next() % 7) : sum)
    }
    return text
  }()

  @Test("Kneser-Ney gives the probabilities that are worked by hand in its documentation")
  func kneserNeyByHand() {
    let model = BackoffNGramModel(order: 2, .kneserNey, [0, 1, 0, 1, 0, 2], vocabularySize: 3)
    func close(_ token: Int, _ context: [Int], _ expected: Double) -> Bool {
      abs(model.probability(of: token, after: context) - expected) < 1e-15
    }
    #expect(close(0, [], 0.5) && close(1, [], 0.25) && close(2, [], 0.25))
    #expect(close(2, [0], 0.3) && close(1, [0], 19.0 / 30) && close(0, [0], 1.0 / 15))
    // After c nothing was seen.
    #expect(close(0, [2], 0.5) && close(1, [1, 2], 0.25))
  }

  @Test(
    "Modified Kneser-Ney takes Chen and Goodman's discounts, or the one where a count is missing")
  func discounts() {
    let (one, two, more) = NGramSmoothing.modifiedKneserNey.discounts(of: [100, 40, 20, 10])
    let y = 100.0 / 180
    #expect(abs(one - (1 - 2 * y * 0.4)) < 1e-15)
    #expect(abs(two - (2 - 3 * y * 0.5)) < 1e-15)
    #expect(abs(more - (3 - 4 * y * 0.5)) < 1e-15)
    #expect(NGramSmoothing.modifiedKneserNey.discounts(of: [3, 1, 0, 0]) == (0.6, 0.6, 0.6))
    #expect(NGramSmoothing.kneserNey.discounts(of: [0, 5, 1, 1]) == (0.5, 0.5, 0.5))
  }

  @Test("Witten-Bell follows its formula")
  func wittenBell() {
    let model = BackoffNGramModel(order: 2, .wittenBell, [0, 1, 0, 1, 0, 2], vocabularySize: 3)
    // p(a) = (3 + 3/3) / (6 + 3); p(b | a) = (2 + 2 p(b)) / (3 + 2), p(b) = (2 + 1) / 9
    #expect(abs(model.probability(of: 0, after: []) - 4.0 / 9) < 1e-15)
    #expect(abs(model.probability(of: 1, after: [0]) - (2 + 2.0 / 3) / 5) < 1e-15)
  }

  @Test("Probabilities sum to one after every context", arguments: NGramSmoothing.allCases)
  func sums(smoothing: NGramSmoothing) {
    let model = BackoffNGramModel(order: 4, smoothing, Self.text, vocabularySize: 8)
    for length in 0...4 {
      for start in stride(from: 0, to: 120, by: 7) {
        let context = Array(Self.text[start..<(start + length)]) + (start % 2 == 0 ? [] : [7])
        let sum = (0..<8).reduce(0) { $0 + model.probability(of: $1, after: context) }
        #expect(abs(sum - 1) < 1e-12, "after \(context): \(sum)")
      }
    }
  }

  @Test("Reading a text gives the probabilities of its tokens one by one")
  func crossEntropy() {
    let model = BackoffNGramModel(order: 3, .modifiedKneserNey, Self.text, vocabularySize: 7)
    let other = Array(Self.text.reversed().prefix(200))
    var sum = 0.0
    for place in 1..<other.count {
      sum -= logarithm(model.probability(of: other[place], after: Array(other[..<place])))
    }
    #expect(abs(model.crossEntropy(of: other) - sum / 199) < 1e-12)
  }

  @Test("An ARPA file read back gives the same probabilities", arguments: NGramSmoothing.allCases)
  func arpa(smoothing: NGramSmoothing) throws {
    let words = ["a", " ", "\n", "ä", "the", "", "x y"]
    let model = BackoffNGramModel(order: 3, smoothing, Self.text, vocabularySize: 7)
    let file = model.arpa(words: words)
    let (again, known) = try BackoffNGramModel.reading(arpa: file)
    #expect(known == words && again.order == 3)
    #expect(
      again.arpa(words: known).split(separator: "\n").count == file.split(separator: "\n").count)
    for start in stride(from: 0, to: 300, by: 11) {
      let context = Array(Self.text[start..<(start + 3)])
      for token in 0..<7 {
        let (a, b) = (
          model.probability(of: token, after: context), again.probability(of: token, after: context)
        )
        #expect(abs(a - b) <= 1e-12 * a)
      }
    }
    #expect(abs(model.crossEntropy(of: Self.text) - again.crossEntropy(of: Self.text)) < 1e-10)
  }

  @Test("An ARPA file of another maker, with its own order of words")
  func foreignARPA() throws {
    let file = """
      made by hand
      \\data\\
      ngram 1=3
      ngram 2=1

      \\1-grams:
      -0.30103 <unk>
      -0.60206\tb -0.30103
      -0.60206\ta

      \\2-grams:
      -0.1 b a

      \\end\\
      """
    let (model, words) = try BackoffNGramModel.reading(arpa: file, words: ["a", "b"])
    let windows = file.replacing("\n", with: "\r\n")
    let (same, _) = try BackoffNGramModel.reading(arpa: windows, words: ["a", "b"])
    #expect(same.probability(of: 0, after: [1]) == model.probability(of: 0, after: [1]))
    #expect(words == ["a", "b", "<unk>"])
    #expect(abs(model.probability(of: 0, after: [1]) - 0.7943282347242815) < 1e-12)
    #expect(abs(model.probability(of: 2, after: [1]) - 0.25) < 1e-6)
    #expect(abs(model.probability(of: 1, after: [0]) - 0.25) < 1e-6)
  }

  @Test(
    "A broken ARPA file is refused with its line",
    arguments: [
      ("", 1, "ends without \\end\\"), ("\\1-grams:", 1, "was not declared"),
      ("\\end\\", 1, "must be \\data\\"), ("\\data\\\n\\end\\", 2, "declares no n-grams"),
      ("\\data\\\nngram 2=1", 2, "order 2 is declared where order 1"),
      ("\\data\\\nngrams", 2, "is not `ngram ORDER=COUNT`"),
      ("\\data\\\nngram 1=1\n\\1-grams:\n0.5 a", 4, "not a logarithm of at most 0"),
      ("\\data\\\nngram 1=1\n\\1-grams:\nx a", 4, "the probability x"),
      ("\\data\\\nngram 1=1\n\\1-grams:\n-1 a b c", 4, "4 fields"),
      ("\\data\\\nngram 1=1\n\\1-grams:\n-1 a\n-1 a", 5, "stands above already"),
      ("\\data\\\nngram 1=2\n\\1-grams:\n-1 a\n\\end\\", 5, "declares 2"),
      ("\\data\\\nngram 1=1\n\\1-grams:\n-1 a nan\n", 4, "the weight nan"),
      (
        "\\data\\\nngram 1=1\nngram 2=1\n\\1-grams:\n-1 a\n\\2-grams:\n-1 a b", 7,
        "the word b has no 1-gram"
      ),
      (
        "\\data\\\nngram 1=1\nngram 2=0\n\\2-grams:\n", 4, "out of order; \\1-grams: must come here"
      ),
      ("\\what\\", 1, "is not a section"),
    ])
  func brokenARPA(text: String, line: Int, message: String) {
    let error = #expect(throws: TextProblem.self) {
      try BackoffNGramModel.reading(arpa: text, file: "m.arpa")
    }
    #expect(error?.line == line && error?.file == "m.arpa")
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A word of the vocabulary that the ARPA file has not is named")
  func missingWord() {
    let file = "\\data\\\nngram 1=1\n\\1-grams:\n-1 a\n\\end\\\n"
    let error = #expect(throws: TextProblem.self) {
      try BackoffNGramModel.reading(arpa: file, words: ["a", "zebra"])
    }
    #expect(error?.description.contains("zebra") == true)
  }

  @Test("The more text, the closer an n-gram model comes to the exact entropy, from above")
  func approachesEntropy() {
    let grammar = StoryGrammar()
    var generator = SplitMix64(seed: 8)
    let test = grammar.text(sentences: 2000, using: &generator)
    let vocabulary = CharacterVocabulary(test)
    let losses = [30, 300, 3000].map { sentences in
      BackoffNGramModel(
        order: 8, .modifiedKneserNey,
        vocabulary.encode(grammar.text(sentences: sentences, using: &generator)),
        vocabularySize: vocabulary.count
      ).crossEntropy(of: vocabulary.encode(test))
    }
    #expect(losses[0] > losses[1] && losses[1] > losses[2], "\(losses)")
    #expect(losses[2] > grammar.entropyPerCharacter)
    #expect(
      losses[2] < grammar.entropyPerCharacter * 1.35, "\(losses) \(grammar.entropyPerCharacter)")
  }

  @Test("The uniform model's perplexity is the vocabulary's size")
  func uniform() {
    let model = UniformModel(vocabularySize: 27)
    #expect(abs(perplexity(of: model, on: [1, 2, 3]) - 27) < 1e-12)
  }
}
