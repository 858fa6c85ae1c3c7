/// What is wrong with a file, a notebook or an environment: where, what, and how to mend it.
public struct Problem: Error, Sendable, Hashable {
  /// What kind of problem it is; tests and tools match on it, people read ``message``.
  public enum Code: String, Sendable, Codable {
    case file, encoding, frontMatter, cellOption, parameter, markdown, reference, image, formula
    case link, compile, run, environment, arguments
  }

  /// Whether the page can be right in spite of it.
  public enum Severity: String, Sendable, Codable {
    /// It cannot: nothing is rendered.
    case error
    /// It can, though something may not be as its author meant it. `--strict` makes errors of these.
    case warning
  }

  /// The kind.
  public var code: Code
  /// How grave it is.
  public var severity: Severity
  /// Where, if there is a place.
  public var location: SourceLocation?
  /// What failed, with its numbers.
  public var message: String
  /// How to mend it.
  public var advice: String?
  /// What the system or a library said.
  public var underlying: String?

  /// An error at a place.
  public init(
    _ code: Code, at location: SourceLocation? = nil, _ message: String, advice: String? = nil,
    underlying: String? = nil
  ) {
    self.init(code, .error, at: location, message, advice: advice, underlying: underlying)
  }

  /// A problem of some severity at a place.
  public init(
    _ code: Code, _ severity: Severity, at location: SourceLocation?, _ message: String,
    advice: String? = nil, underlying: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.location = location
    self.message = message
    self.advice = advice
    self.underlying = underlying
  }
}

extension Problem: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: error: message`, with the advice on a line of its own.
  public var description: String {
    var text = location.map { "\($0): \(severity.rawValue): " } ?? "\(severity.rawValue): "
    text += message
    if let underlying { text += " (\(underlying))" }
    if let advice { text += "\n  \(advice)" }
    return text
  }
}

extension [Problem] {
  /// Those that keep a page from being rendered.
  public var errors: [Problem] { filter { $0.severity == .error } }

  /// Those that do not.
  public var warnings: [Problem] { filter { $0.severity == .warning } }

  /// In the order of the text; those of one place in the order in which they were found.
  public var inTextOrder: [Problem] {
    enumerated().sorted { a, b in
      let first = (a.element.location?.line ?? 0, a.element.location?.column ?? 0, a.offset)
      return first < (b.element.location?.line ?? 0, b.element.location?.column ?? 0, b.offset)
    }.map(\.element)
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
