public import Basics
public import Notebooks
public import Runs

/// What running a notebook gave, with what was told on the way.
public struct NotebookRun: Sendable {
  /// The results of its cells.
  public var result: NotebookResult
  /// The compiler's warnings.
  public var heard: [Problem]

  /// A run.
  public init(_ result: NotebookResult, heard: [Problem] = []) {
    self.result = result
    self.heard = heard
  }

  /// Runs a notebook: what the verbs are given, so that tests of them start no process.
  public typealias Runner = @Sendable (Notebook) throws -> NotebookRun
}
