internal import Basics
internal import Runs
public import Notebooks

/// What a report says of its origin: nothing that differs by machine or by day.
public struct ReportFacts: Sendable, Equatable {
  /// The version of Unroll and its engine.
  public static let version = "0.1.0"

  /// The version that rendered the report.
  public var version: String?
  /// The first 16 hexadecimal digits of the SHA-256 of the notebook's bytes, enough to find the file
  /// again.
  public var notebookDigest: String?

  /// Some facts; those that are `nil` are not told.
  public init(version: String? = nil, notebookDigest: String? = nil) {
    self.version = version
    self.notebookDigest = notebookDigest
  }

  /// The facts of a notebook that this build renders.
  public init(of notebook: Notebook) {
    self.init(
      version: Self.version,
      notebookDigest: String(SHA256.hexadecimal(notebook.source).prefix(16)))
  }

  /// Names and values for the table in the head.
  var rows: [(String, String)] {
    [("Unroll", version), ("notebook SHA-256", notebookDigest.map { $0 + "…" })]
      .compactMap { name, value in value.map { (name, $0) } }
  }
}
