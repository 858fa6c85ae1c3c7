/// What is wrong with a file of text, where, and how to mend it.
public struct TextProblem: Error, CustomStringConvertible, Sendable, Equatable {
  /// The file's name.
  public let file: String
  /// The line, counted from 1.
  public let line: Int
  /// What failed.
  public let what: String
  /// How to mend it.
  public let mend: String

  /// `file:line: what; mend`
  public var description: String { "\(file):\(line): \(what); \(mend)" }
}
