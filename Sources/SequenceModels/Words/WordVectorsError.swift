/// What is wrong with a file of word vectors: where, what, and how to mend it.
public struct WordVectorsError: Error, CustomStringConvertible, Equatable, Sendable {
  /// The line of a text, or the word of a binary file, counted from 1: `line 3`, `word 2`.
  public let place: String
  /// What failed, and the mend.
  public let message: String

  init(_ place: String, _ message: String) {
    self.place = place
    self.message = message
  }

  /// The whole text.
  public var description: String { "word vectors, \(place): \(message)" }
}
