/// Numbers a text's tokens, whatever a token is: a character, a word or a piece of one.
public protocol TextVocabulary: Sendable {
  /// How many tokens there are; their numbers are 0 ..< `count`.
  var count: Int { get }

  /// The numbers of a text's tokens.
  func encode(_ text: String) -> [Int]

  /// The text of the numbers; one outside 0 ..< `count` stops the program.
  func decode(_ tokens: some Sequence<Int>) -> String
}

extension CharacterVocabulary: TextVocabulary {}
extension Vocabulary: TextVocabulary {}
extension MarkedVocabulary: TextVocabulary {}
