import Testing

@testable import SequenceModels

/// Words in files and vocabularies are bytes: two that only look alike are two words, and nothing but
/// blanks, tabs and line feeds parts them.
@Suite struct WordBytesTests {
  /// Pairs that Swift's `==` takes for equal.
  static let lookAlikes = [
    ("\u{E9}", "e\u{301}"), ("\u{212B}", "\u{C5}"), ("\u{1100}\u{1161}", "\u{AC00}"),
    ("q\u{307}\u{323}", "q\u{323}\u{307}"),
  ]

  @Test(
    "Words that look alike have numbers of their own in every vocabulary", arguments: lookAlikes)
  func vocabularies(one: String, other: String) {
    #expect(one == other && Spelling(one) != Spelling(other))
    let words = Vocabulary("\(one) \(other) \(other)")
    #expect(words.count == 2 && words[other] == 0 && words[one] == 1)
    #expect(words.encode("\(one) \(other)") == [1, 0])
    #expect(Array(words.decode([0]).utf8) == Array(other.utf8))
    let marked = MarkedVocabulary([one, other], by: .words)
    #expect(marked.count == 5 && marked.encode(one) != marked.encode(other))
    let characters = CharacterVocabulary(one + " " + other)
    let text = one + other + " " + one
    #expect(Array(characters.decode(characters.encode(text)).utf8) == Array(text.utf8))
  }

  @Test("Word vectors of both formats hold words that look alike", arguments: lookAlikes)
  func vectors(one: String, other: String) throws {
    let vectors = try WordVectors(text: "2 2\n\(one) 1 2\n\(other) 3 4\n")
    #expect(vectors.words.count == 2)
    #expect(vectors.vector(of: one) == [1, 2] && vectors.vector(of: other) == [3, 4])
    let again = try WordVectors(binary: vectors.binary)
    #expect(again.vector(of: one) == [1, 2] && again.vector(of: other) == [3, 4])
    let score = WordVectors(
      Tensor([1, 0, 1, 0.1, 1, 0.2, 1, 0.3], shape: [4, 2]),
      vocabulary: Vocabulary(words: ["a", one, "c", other])
    ).analogyAccuracy([WordRelation("r", [("a", one), ("c", one)])])
    #expect(score[0].total == 2 && score[0].correct < 2)
  }

  @Test("An ARPA file holds words that look alike, and gives them back", arguments: lookAlikes)
  func arpa(one: String, other: String) throws {
    let model = BackoffNGramModel(order: 2, .wittenBell, [0, 1, 0, 0, 1, 2], vocabularySize: 3)
    let text = model.arpa(words: [one, other, "c"])
    let (read, words) = try BackoffNGramModel.reading(arpa: text, words: ["c", other, one])
    #expect(words.map { Array($0.utf8) } == ["c", other, one].map { Array($0.utf8) })
    for (a, b) in [(0, 2), (1, 1), (2, 0)] {
      let difference = model.probability(of: a, after: [0]) - read.probability(of: b, after: [2])
      #expect(abs(difference) < 1e-9)
    }
  }

  @Test("A safetensors file holds tensors whose names look alike", arguments: lookAlikes)
  func tensors(one: String, other: String) throws {
    var tensors = Safetensors()
    tensors[one] = Tensor(1)
    tensors[other] = Tensor(2)
    let read = try Safetensors(bytes: tensors.bytes, file: "two")
    #expect(read.names.count == 2)
    #expect(read[one]?.scalar == 1 && read[other]?.scalar == 2)
    struct Named: Layer {
      let name: String
      let parameter = Parameter(Tensor(0))
      var parameters: [(name: String, parameter: Parameter)] { [(name, parameter)] }
    }
    let layer = Named(name: one)
    let error = #expect(throws: SafetensorsError.self) { try layer.load(read) }
    #expect(error?.description.contains("which the model has not") == true)
    #expect(layer.parameter.value.scalar == 0)
  }

  @Test("Metadata whose keys look alike are refused, not lost", arguments: lookAlikes)
  func metadata(one: String, other: String) {
    let header = "{\"__metadata__\":{\"\(one)\":\"1\",\"\(other)\":\"2\"}}"
    let bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    let error = #expect(throws: SafetensorsError.self) {
      try Safetensors(bytes: bytes + Array(header.utf8), file: "two")
    }
    #expect(error?.description.contains("differ only in how accents are written") == true)
  }

  @Test("Labels that look alike are two, and blanks around a label are no part of it")
  func labels() throws {
    let file = try TextFile("\u{E9}\tfirst\ne\u{301} \tsecond\n \u{E9}\tthird\n", name: "l.tsv")
    let (labels, examples) = try file.labelledLines()
    #expect(labels.map { $0.unicodeScalars.count } == [2, 1])
    #expect(examples.map(\.label) == [1, 0, 1])
  }

  @Test(
    "White space of other kinds is part of a word in an ARPA file",
    arguments: [
      "10\u{A0}km", "\u{3000}", "b\u{85}", "a\u{2028}b", "\u{202F}", "x\u{B}y", "\u{FEFF}z",
    ])
  func otherWhiteSpaceInARPA(word: String) throws {
    let head = "\\data\\\nngram 1=2\n\n\\1-grams:\n"
    let (_, words) = try BackoffNGramModel.reading(
      arpa: head + "-0.3\ta\n-0.3\t\(word)\n\n\\end\\\n")
    #expect(words.map { Array($0.utf8) } == [Array("a".utf8), Array(word.utf8)])
    let model = BackoffNGramModel(order: 1, .wittenBell, [0, 1, 0], vocabularySize: 2)
    let again = try BackoffNGramModel.reading(arpa: model.arpa(words: words))
    #expect(again.words.map { Array($0.utf8) } == words.map { Array($0.utf8) })
    let vectors = try WordVectors(text: "2 1\n\(word) 1\nb 2\n")
    #expect(vectors.vector(of: word) == [1])
  }

  @Test(
    "Words that part fields, and words that look like code points, come back from an ARPA file",
    arguments: ["a b", "\t", "x\ny", "\r", "", "<U+0041>", "<U+>", "<U+0020><U+0020>", "<U+ZZ>"])
  func escapedWords(word: String) throws {
    let model = BackoffNGramModel(order: 1, .wittenBell, [0, 1, 0], vocabularySize: 2)
    let text = model.arpa(words: ["A", word])
    #expect(try BackoffNGramModel.reading(arpa: text).words == ["A", word])
  }

  @Test(
    "Byte order mark, carriage returns and blanks behind a line change nothing",
    arguments: ["", "\u{FEFF}"], ["\n", "\r\n", " \t\n", "  \r\n"])
  func ends(mark: String, end: String) throws {
    let arpa = ["\\data\\", "ngram 1=2", "", "\\1-grams:", "-0.3 a", "-0.3\tb\t-1", "\\end\\"]
    let text = mark + arpa.map { $0 + end }.joined()
    #expect(try BackoffNGramModel.reading(arpa: text).words == ["a", "b"])
    let vectors = mark + ["2 2", "a 1 2", "b\t3 4", ""].map { $0 + end }.joined()
    #expect(try WordVectors(text: vectors).vector(of: "b") == [3, 4])
    let encoding = mark + ["byte-pair encoding 1", "97 98", "256 99"].map { $0 + end }.joined()
    #expect(try BytePairEncoding(saved: encoding).encode("abc") == [257])
    let pairs = mark + ["x\ta", "y\tb"].map { $0 + end }.joined()
    let file = try TextFile(pairs, name: "p.tsv")
    #expect(try file.labelledLines().labels == ["x", "y"])
  }

  @Test("A weight that no number holds is refused")
  func weightTooLarge() {
    let error = #expect(throws: TextProblem.self) {
      try BackoffNGramModel.reading(arpa: "\\data\\\nngram 1=1\n\\1-grams:\n-1 a 400\n\\end\\\n")
    }
    #expect(error?.line == 4 && error?.what.contains("the weight 400") == true)
  }
}
