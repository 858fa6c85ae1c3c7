import Testing

@testable import SequenceModels

@Suite struct BytePairTests {
  private static func story(_ sentences: Int) -> String {
    var generator = SplitMix64(seed: 61)
    return StoryGrammar().text(sentences: sentences, using: &generator)
  }

  @Test("The merges are those of counting all pairs anew before each, ties to the smaller numbers")
  func mergesAgreeWithCountingAnew() {
    let text = Self.story(60) + "aaaaa aaaa ababab (yes) (yes!) żółć żółw"
    let encoding = BytePairEncoding(text, count: 400)
    var chunks = BytePairChunks.split(Array(text.utf8)).map { $0.map { Int($0) } }
    for (place, merge) in encoding.merges.enumerated() {
      var counts: [[Int]: Int] = [:]
      for chunk in chunks {
        for (a, b) in zip(chunk, chunk.dropFirst()) { counts[[a, b], default: 0] += 1 }
      }
      let most = counts.values.max() ?? 0
      let best = counts.filter { $0.value == most }.keys.min { $0.lexicographicallyPrecedes($1) }
      guard best == [merge.left, merge.right], most >= 2 else {
        Issue.record("merge \(place) is \(merge), counting anew gives \(best ?? []) (\(most))")
        return
      }
      for chunk in chunks.indices {
        var joined: [Int] = []
        for token in chunks[chunk] {
          if joined.last == merge.left, token == merge.right, chunks[chunk].count > 1 {
            joined[joined.count - 1] = 256 + place
          } else {
            joined.append(token)
          }
        }
        chunks[chunk] = joined
      }
    }
    #expect(encoding.merges.count > 100)
    // Encoding the text it was trained on gives what training left.
    #expect(encoding.encode(text) == chunks.flatMap { $0 })
  }

  @Test("The first merges of the paper's example are e s, es t and l o")
  func paper() {
    let words = [("low", 5), ("lower", 2), ("newest", 6), ("widest", 3)]
    let text = words.flatMap { Array(repeating: $0.0, count: $0.1) }.joined(separator: "\n")
    let encoding = BytePairEncoding(text, count: 259)
    #expect((256..<259).map { encoding.piece($0) } == ["es", "est", "lo"])
  }

  @Test(
    "Every text comes back byte by byte",
    arguments: [
      "", " ", "the king", "  two  spaces\n\n\tand a tab\r\n", "żółć — 日本語のテキスト", "👩‍👩‍👧 é e\u{301}",
      "\u{0}\u{7F}", "never seen: Ω≈ç√∫", String(repeating: "漢", count: 200),
    ])
  func roundTrip(text: String) {
    let encoding = BytePairEncoding(Self.story(200), count: 500)
    #expect(Array(encoding.decode(encoding.encode(text)).utf8) == Array(text.utf8))
    let chunks = BytePairChunks.split(Array(text.utf8))
    #expect(Array(chunks.joined()) == Array(text.utf8))
    #expect(chunks.allSatisfy { !$0.isEmpty && $0.count <= BytePairChunks.longest + 3 })
  }

  @Test("Random texts of any characters come back, by an encoding trained on such")
  func randomTexts() {
    var generator = SplitMix64(seed: 62)
    for _ in 0..<40 {
      var text = ""
      for _ in 0..<generator.index(below: 300) {
        let limit: UInt32 = [0x80, 0x800, 0x10000, 0x110000][generator.index(below: 4)]
        let value = UInt32(generator.index(below: Int(limit)))
        if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
      }
      let encoding = BytePairEncoding(text, count: 300, minimumPairCount: 1)
      #expect(Array(encoding.decode(encoding.encode(text)).utf8) == Array(text.utf8))
    }
  }

  @Test("A saved encoding is the same when it is read again, and so is one trained again")
  func savedAndRead() throws {
    let text = Self.story(300)
    let encoding = BytePairEncoding(text, count: 420)
    let again = try BytePairEncoding(saved: encoding.saved)
    #expect(encoding.count == 420 && again.count == 420)
    #expect(again.encode(text) == encoding.encode(text))
    #expect(again.saved == encoding.saved)
    #expect(BytePairEncoding(text, count: 420).saved == encoding.saved)
    #expect(encoding.encode(text).count * 3 < text.utf8.count)
  }

  @Test(
    "A saved encoding that is damaged is thrown with its line",
    arguments: [
      ("", "m.txt:1: \"\" is not \"byte-pair encoding 1\"; save the encoding anew"),
      ("byte-pair encoding 2\n", "m.txt:1: \"byte-pair encoding 2\" is not"),
      ("byte-pair encoding 1\n97 98\n97\n", "m.txt:3: \"97\" is not two tokens"),
      ("byte-pair encoding 1\n97 98\n\n98 97\n", "m.txt:3: \"\" is not two tokens"),
      ("byte-pair encoding 1\n97 256\n", "m.txt:2: 97 256 names a token outside 0..<256"),
      ("byte-pair encoding 1\n97 98\n97 98\n", "m.txt:3: 97 98 is merged a second time"),
    ])
  func damaged(text: String, message: String) {
    let problem = #expect(throws: TextProblem.self) {
      try BytePairEncoding(saved: text, file: "m.txt")
    }
    #expect("\(problem.map { "\($0)" } ?? "")".hasPrefix(message))
  }

  @Test("A saved encoding whose tokens double in length is refused before they are made")
  func doublingTokens() throws {
    let doubling = (0..<34).map { "\(256 + $0) \(256 + $0)\n" }.joined()
    let problem = #expect(throws: TextProblem.self) {
      try BytePairEncoding(saved: "byte-pair encoding 1\n97 97\n" + doubling, file: "m.txt")
    }
    // 64 bytes are a chunk's most, 128 none's.
    #expect(problem?.line == 8)
    #expect(
      problem?.what == "261 261 makes a token of 128 bytes; no chunk of a text has more than 67")
    // One byte more at every step is as refused, only later.
    let growing = (0..<80).map { "\(256 + $0) 97\n" }.joined()
    let late = #expect(throws: TextProblem.self) {
      try BytePairEncoding(saved: "byte-pair encoding 1\n97 97\n" + growing)
    }
    #expect(late?.line == 68)
  }

  @Test("The longest token that training makes can be saved and read")
  func longestToken() throws {
    // Chunks of 67 bytes: the 64th begins a character of four.
    let text = String(repeating: " " + String(repeating: "a", count: 62) + "𝄞", count: 40)
    let encoding = BytePairEncoding(text, count: 400)
    let longest = (0..<encoding.count).map { encoding.piece($0).utf8.count }.max()
    #expect(longest == 67)
    #expect(try BytePairEncoding(saved: encoding.saved).encode(text) == encoding.encode(text))
  }

  @Test("One function takes characters, words and byte pairs")
  func oneProtocol() {
    let text = "a king saw a queen"
    func roundTrip(_ vocabulary: some TextVocabulary) -> String {
      let tokens = vocabulary.encode(text)
      #expect(tokens.allSatisfy { (0..<vocabulary.count).contains($0) })
      return vocabulary.decode(tokens)
    }
    #expect(roundTrip(CharacterVocabulary(text)) == text)
    #expect(roundTrip(Vocabulary(text)) == text)
    #expect(roundTrip(BytePairEncoding(text, count: 260)) == text)
  }
}
