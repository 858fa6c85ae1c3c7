/// The characters of a text, numbered in the order of their code points.
public struct CharacterVocabulary: Sendable {
  /// The characters by number.
  public let characters: [Character]
  private let numbers: [Character: Int]

  /// The characters that occur in `text`.
  public init(_ text: String) {
    characters = Set(text).sorted {
      String($0).unicodeScalars.lexicographicallyPrecedes(String($1).unicodeScalars)
    }
    numbers = Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($1, $0) })
    require(!characters.isEmpty, "vocabulary: the text is empty")
  }

  /// How many there are.
  public var count: Int { characters.count }

  /// The numbers of a text's characters; one that is not known stops the program.
  public func encode(_ text: String) -> [Int] {
    text.enumerated().map { place, character in
      guard let number = numbers[character] else {
        fatalError(
          "encode: the character \"\(character)\" at place \(place) is not among the \(count) of the "
            + "vocabulary; make the vocabulary from a text that holds it")
      }
      return number
    }
  }

  /// The text of the numbers.
  public func decode(_ tokens: some Sequence<Int>) -> String {
    String(
      tokens.map { token in
        require(
          characters.indices.contains(token), "decode: token \(token) is outside 0 ..< \(count)")
        return characters[token]
      })
  }
}
