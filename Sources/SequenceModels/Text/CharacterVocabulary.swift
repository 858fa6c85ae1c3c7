/// The characters of a text, numbered in the order of their code points. Characters are the same if
/// their bytes are, so that every text comes back as it was.
public struct CharacterVocabulary: Sendable {
  /// The characters by number.
  public let characters: [Character]
  private let numbers: [Spelling: Int]

  /// The characters that occur in `text`.
  public init(_ text: String) {
    let found = Set(text.map { Spelling(String($0)) }).sorted().map(\.text)
    characters = found.map { Character($0) }
    numbers = Dictionary(numbering: found)
    require(!characters.isEmpty, "vocabulary: the text is empty")
  }

  /// How many there are.
  public var count: Int { characters.count }

  /// The numbers of a text's characters; one that is not known stops the program.
  public func encode(_ text: String) -> [Int] {
    text.enumerated().map { place, character in
      guard let number = numbers[Spelling(String(character))] else {
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
