import Testing

@testable import SequenceModels

@Suite struct WordVectorsTests {
  @Test("Cosines, neighbours and analogies are those worked by hand")
  func byHand() {
    let vectors = small
    #expect(vectors.vector(of: "north") == [0, 2])
    #expect(abs(vectors.similarity("east", "northeast") - 0.5.squareRoot()) < 1e-7)
    #expect(abs(vectors.similarity("east", "west") + 1) < 1e-7)
    #expect(vectors.similarity("east", "nowhere") == 0)
    let near = vectors.neighbours(of: "east", count: 2)
    // north and nowhere are as far; the first in the vocabulary comes first.
    #expect(near.map(\.word) == ["northeast", "north"])
    // cos(x, north) − cos(x, west) + cos(x, east): 2.1 for northeast (√½ · 3), 0 for nowhere.
    let add = vectors.analogy("west", "north", "east", count: 9)
    #expect(add.map(\.word) == ["northeast", "nowhere"])
    #expect(abs(add[0].score - 3 * 0.5.squareRoot()) < 1e-6)
    let multiply = vectors.analogy("west", "north", "east", count: 1, by: .multiply)
    let (high, low) = ((1 + 0.5.squareRoot()) / 2, (1 - 0.5.squareRoot()) / 2)
    #expect(abs(multiply[0].score - high * high / (low + 0.001)) < 1e-5)
  }

  @Test("Analogies are counted by relation, right ones and all")
  func accuracy() {
    // b = a + shift for the first two pairs; the third goes the other way.
    let rows: [Float] = [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, -1, 0.2, 0, -1, 0.2, -1]
    let vectors = WordVectors(
      Tensor(rows, shape: [6, 3]), vocabulary: Vocabulary(words: ["a", "A", "b", "B", "c", "C"]))
    let scores = vectors.analogyAccuracy([
      WordRelation("right", [("a", "A"), ("b", "B")]),
      WordRelation("wrong", [("a", "A"), ("b", "c")]),
      WordRelation("single", [("a", "A")]),
    ])
    #expect(scores.map(\.relation) == ["right", "wrong", "single"])
    #expect(scores.map(\.total) == [2, 2, 0])
    #expect(scores[0].correct == 2 && scores[1].correct < 2)
    #expect(scores.map(\.accuracy)[2] == 0)
  }

  @Test("Words in the plane keep their distances if they lie in one")
  func plane() {
    let names = ["east", "north", "west"]
    let places = small.plane(of: names)
    #expect(places.map(\.word) == names)
    let (x, y) = (places[0].x - places[1].x, places[0].y - places[1].y)
    #expect(abs((x * x + y * y) - 13) < 1e-5)
  }

  @Test("Both formats give back the same words and bits")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 13)
    var rows = (0..<15).map { _ in Float(generator.normal()) }
    rows[3] = 700 * .leastNonzeroMagnitude
    rows[4] = -0.0
    rows[5] = 3.4e38
    let vectors = WordVectors(
      Tensor(rows, shape: [3, 5]), vocabulary: Vocabulary(words: ["the", "żółw", "</s>"]))
    for read in [try WordVectors(text: vectors.text), try WordVectors(binary: vectors.binary)] {
      #expect(read.words == vectors.words)
      #expect(read.vectors.elements.map(\.bitPattern) == rows.map(\.bitPattern))
    }
  }

  @Test("The formats are the authors', byte by byte; line ends of any kind are read")
  func bytes() throws {
    let vectors = WordVectors(
      Tensor([1, -0.5], shape: [1, 2]), vocabulary: Vocabulary(words: ["a"]))
    #expect(vectors.text == "1 2\na 1.0 -0.5\n")
    #expect(vectors.binary == Array("1 2\na ".utf8) + [0, 0, 128, 63, 0, 0, 0, 191, 10])
    #expect(try WordVectors(text: "1 2\r\na 1 -.5 \r\n\n").vectors.elements == [1, -0.5])
    #expect(try WordVectors(binary: vectors.binary.dropLast()).words == ["a"])
  }

  @Test(
    "A text that is wrong is refused with its line",
    arguments: [
      ("", "line 1: it must be two numbers"), ("x 2\n", "line 1: it must be two numbers"),
      ("0 2\n", "line 1: it must be"), ("1 99999999999999999999\n", "line 1: it must be"),
      ("1 2\na 1\n", "line 2: a word and 2 numbers are expected, but there are 2 fields"),
      ("1 1\na b\n", "line 2: \"b\" is not a number"),
      ("1 1\na nan\n", "line 2: the vector of \"a\""),
      ("2 1\na 1\na 2\n", "line 3: the word \"a\" occurs twice"),
      ("1 1\na 1\nb 2\n", "line 3: the first line says 1 words, but there are 2"),
      ("3 1\na 1\nb 2\n", "line 4: the first line says 3 words, but the file ends after 2"),
    ])
  func wrongText(text: String, message: String) {
    let error = #expect(throws: WordVectorsError.self) { try WordVectors(text: text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("Every binary file that is cut off is refused with its word, and so is one too long")
  func wrongBinary() {
    let whole = small.binary
    for length in 0..<(whole.count - 1) {
      #expect(throws: WordVectorsError.self) {
        try WordVectors(binary: Array(whole.prefix(length)))
      }
    }
    let error = #expect(throws: WordVectorsError.self) {
      try WordVectors(binary: Array(whole.prefix(whole.count - 3)))
    }
    #expect(error?.description.contains("word 5: 2 floats take 8 bytes, but 6 are left") == true)
    let long = #expect(throws: WordVectorsError.self) { try WordVectors(binary: whole + [65]) }
    #expect(long?.place == "word 6")
    let bytes = Array("1 1\n".utf8) + [255, 32, 0, 0, 0, 0]
    let word = #expect(throws: WordVectorsError.self) { try WordVectors(binary: bytes) }
    #expect(word?.message == "the word is empty or not UTF-8")
  }

  private var small: WordVectors {
    WordVectors(
      Tensor([3, 0, 0, 2, -1, 0, 1, 1, 0, 0], shape: [5, 2]),
      vocabulary: Vocabulary(words: ["east", "north", "west", "northeast", "nowhere"]))
  }
}
