/// The words of a text, numbered from the most frequent on (equal ones in the order of code points).
///
/// Words are the same if their bytes are: é and e with an accent of its own are two words.
public struct Vocabulary: Sendable {
  /// What stands for every word that is not known.
  public static let unknownWord = "<unk>"

  /// The words by number.
  public let words: [String]
  private let numbers: [Spelling: Int]

  /// The words that occur in `text`, which white space parts.
  ///
  /// - Parameters:
  ///   - minimumCount: rarer words become `<unk>`.
  ///   - limit: no more than so many words, `<unk>` among them.
  public init(_ text: String, minimumCount: Int = 1, limit: Int? = nil) {
    require(
      (limit ?? 1) > 0 && minimumCount > 0,
      "Vocabulary: limit \(limit ?? 1) and minimumCount \(minimumCount) must be at least 1")
    var counts: [Spelling: Int] = [:]
    for word in Self.split(text) { counts[Spelling(word), default: 0] += 1 }
    require(!counts.isEmpty, "Vocabulary: the text holds no word")
    var known = counts.filter { $0.value >= minimumCount }.sorted {
      ($1.value, $0.key) < ($0.value, $1.key)
    }.map(\.key.text)
    let cuts = known.count < counts.count || known.count > limit ?? .max
    if cuts {
      known.removeAll { $0 == Self.unknownWord }
      known = [Self.unknownWord] + known.prefix((limit ?? .max) - 1)
    }
    self.init(words: known)
  }

  /// Given words, numbered in their order.
  public init(words: [String]) {
    self.words = words
    numbers = Dictionary(numbering: words)
    require(
      numbers.count == words.count,
      "Vocabulary: \(words.count - numbers.count) words occur twice; each needs one number")
  }

  /// How many there are.
  public var count: Int { words.count }

  /// The number of `<unk>`, if the vocabulary has it.
  public var unknown: Int? { numbers[Spelling(Self.unknownWord)] }

  /// The number of a word, or `nil`.
  public subscript(_ word: String) -> Int? { numbers[Spelling(word)] }

  /// The numbers of a text's words. One that is not known becomes `<unk>`; without an `<unk>` in the
  /// vocabulary it stops the program.
  public func encode(_ text: String) -> [Int] {
    Self.split(text).enumerated().map { place, word in
      guard let number = numbers[Spelling(word)] ?? unknown else {
        fatalError(
          "encode: the word \"\(word)\" at place \(place) is not among the \(count) of the "
            + "vocabulary; make the vocabulary from a text that holds it, or with minimumCount: 2 "
            + "so that it has \(Self.unknownWord)")
      }
      return number
    }
  }

  /// The words of the numbers, parted by spaces.
  public func decode(_ tokens: some Sequence<Int>) -> String {
    tokens.map { token in
      require(words.indices.contains(token), "decode: token \(token) is outside 0 ..< \(count)")
      return words[token]
    }.joined(separator: " ")
  }

  private static func split(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
