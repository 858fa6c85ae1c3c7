public import Basics
public import Notebooks
internal import Reports
public import Runs

/// What is to be told of a notebook whose page is right all the same; `--strict` makes errors of it.
public enum NotebookWarnings {
  /// The warnings of reading, rendering and compiling, each once, in the order of the text.
  ///
  /// - Parameter heard: what was told while its cells were compiled and run.
  public static func of(
    _ notebook: Notebook, _ result: NotebookResult, heard: [Problem] = []
  ) -> [Problem] {
    var seen: Set<Problem> = []
    return (notebook.warnings + ReportProblems.of(notebook, result) + heard).filter {
      seen.insert($0).inserted
    }.inTextOrder
  }
}
