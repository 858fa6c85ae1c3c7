internal import Basics
internal import Notebooks

extension BatchSource {
  /// The place of a diagnostic as the user names it.
  func location(_ diagnostic: CellCompiler.Diagnostic) -> SourceLocation {
    SourceLocation(file: notebook.path, line: diagnostic.line, column: max(1, diagnostic.column))
  }

  /// Where a step stands.
  func location(ofStep step: Int) -> SourceLocation {
    switch notebook.steps[step] {
    case .cell(let cell): notebook.cells[cell].location
    case .inlineValue(let value): notebook.inlineValues[value].location
    }
  }

  /// The step that the first error lies in; the first one where that cannot be told.
  func failingStep(in batch: Batch, _ diagnostics: [CellCompiler.Diagnostic]) -> Int {
    let errors = diagnostics.filter { $0.severity == "error" && $0.file == file }
    let steps = errors.map { error in
      batch.steps.last {
        let start = location(ofStep: $0)
        return (start.line, start.column) <= (error.line, max(error.column, start.column))
          && start.line <= error.line
      } ?? batch.steps[0]
    }
    return steps.min() ?? batch.steps[0]
  }

  /// The failure that the compiler's words amount to.
  func failure(step: Int, _ diagnostics: [CellCompiler.Diagnostic]) -> Failure {
    let own = diagnostics.filter { $0.file == file && $0.severity != "warning" }
    guard let first = own.first(where: { $0.severity == "error" }) else {
      let message = diagnostics.first { $0.severity == "error" }?.message
      return Failure(
        kind: .compileError, message: message ?? "the compiler gave no message",
        location: location(ofStep: step))
    }
    let rest = own.filter {
      ($0.line, $0.column, $0.message) != (first.line, first.column, first.message)
    }
    return Failure(
      kind: .compileError, message: first.message, location: location(first),
      notes: rest.prefix(20).map { Failure.Note(location: location($0), message: $0.message) })
  }
}
