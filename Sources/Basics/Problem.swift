/// What is wrong with a file, a notebook or an environment: where, what, and how to mend it.
public struct Problem: Error, Sendable, Hashable {
  /// What kind of problem it is; tests and tools match on it, people read ``message``.
  public enum Code: String, Sendable, Codable {
    case file, encoding, frontMatter, cellOption, parameter, markdown, reference, image
    case compile, run, environment, arguments
  }

  /// The kind.
  public var code: Code
  /// Where, if there is a place.
  public var location: SourceLocation?
  /// What failed, with its numbers.
  public var message: String
  /// How to mend it.
  public var advice: String?
  /// What the system or a library said.
  public var underlying: String?

  /// A problem at a place.
  public init(
    _ code: Code, at location: SourceLocation? = nil, _ message: String, advice: String? = nil,
    underlying: String? = nil
  ) {
    self.code = code
    self.location = location
    self.message = message
    self.advice = advice
    self.underlying = underlying
  }
}

extension Problem: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: error: message`, with the advice on a line of its own.
  public var description: String {
    var text = location.map { "\($0): error: " } ?? "error: "
    text += message
    if let underlying { text += " (\(underlying))" }
    if let advice { text += "\n  \(advice)" }
    return text
  }
}

/// Several problems found in one reading; never empty.
public struct Problems: Error, Sendable, CustomStringConvertible {
  /// In the order of the text.
  public var problems: [Problem]

  /// The problems of one reading.
  public init(_ problems: [Problem]) { self.problems = problems }

  /// One after the other.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
