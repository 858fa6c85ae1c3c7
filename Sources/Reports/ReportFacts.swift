/// What a report may say of its origin: nothing that differs by machine or by day.
public struct ReportFacts: Sendable, Equatable {
  /// The version of the engine.
  public var engineVersion: String?
  /// The SHA-256 of the notebook's bytes, in hexadecimal digits.
  public var notebookDigest: String?

  /// Some facts; those that are `nil` are not told.
  public init(engineVersion: String? = nil, notebookDigest: String? = nil) {
    self.engineVersion = engineVersion
    self.notebookDigest = notebookDigest
  }

  /// Names and values for the table in the head.
  var rows: [(String, String)] {
    [("engine", engineVersion), ("notebook SHA-256", notebookDigest)].compactMap { name, value in
      value.map { (name, $0) }
    }
  }
}
