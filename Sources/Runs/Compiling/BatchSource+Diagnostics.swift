internal import Basics
internal import Notebooks

extension BatchSource {
  /// The place of a diagnostic as the user names it.
  func location(
    _ diagnostic: CompilerDiagnostic, _ edits: [SourceEdit] = [], in batch: Batch
  ) -> SourceLocation {
    guard let step = step(of: diagnostic, in: batch) else {
      return SourceLocation(
        file: notebook.path, line: diagnostic.line, column: max(1, diagnostic.column))
    }
    guard let index = cell(ofStep: step) else {
      let start = location(ofStep: step)
      // On the first line of a file the call stands before the expression.
      let shift = start.line == 1 ? "_unrollInline(".utf8.count : 0
      return SourceLocation(
        file: notebook.path, line: diagnostic.line, column: max(1, diagnostic.column - shift))
    }
    let cell = notebook.cells[index]
    let row = diagnostic.line - cell.location.line
    // What is missing at the cell's end is missing in its last line.
    let rows = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
    if let last = rows.lastIndex(where: { !$0.isEmpty }), row > last {
      var end = cell.location(line: last + 1, column: rows[last].utf8.count + 1)
      end.file = notebook.path
      return end
    }
    let column = SourceEdit.original(
      column: max(0, diagnostic.column - 1), ofLineAt: Self.offset(ofLine: row, in: cell.code),
      edits.filter { $0.step == step && Self.line(of: $0, in: cell.code) == row })
    var location = cell.location(line: row + 1, column: column + 1)
    location.file = notebook.path
    return location
  }

  /// Bytes before a line of a text, from 0.
  static func offset(ofLine row: Int, in code: String) -> Int {
    var seen = 0
    if row == 0 { return 0 }
    for (place, byte) in code.utf8.enumerated() where byte == 10 {
      seen += 1
      if seen == row { return place + 1 }
    }
    return code.utf8.count
  }

  private static func line(of edit: SourceEdit, in code: String) -> Int {
    code.utf8.prefix(edit.offset).count { $0 == 10 }
  }

  /// Where a step stands.
  func location(ofStep step: Int) -> SourceLocation {
    switch notebook.steps[step] {
    case .cell(let cell): notebook.cells[cell].location
    case .inlineValue(let value): notebook.inlineValues[value].location
    }
  }

  /// The step that a diagnostic lies in.
  func step(of diagnostic: CompilerDiagnostic, in batch: Batch) -> Int? {
    guard diagnostic.file == file else { return nil }
    return batch.steps.last {
      let start = location(ofStep: $0)
      if cell(ofStep: $0) != nil { return start.line <= diagnostic.line }
      return (start.line, start.column) <= (diagnostic.line, diagnostic.column)
    }
  }

  /// The failures that the compiler's words amount to: one for each step with an error, in the order
  /// of the steps; the first one's where none can be told.
  func failures(
    of batch: Batch, _ diagnostics: [CompilerDiagnostic], edits: [SourceEdit] = []
  ) -> [(step: Int, failure: Failure)] {
    var groups: [Int: [CompilerDiagnostic]] = [:]
    var current: Int?
    for diagnostic in diagnostics {
      // A note belongs to what it follows.
      if diagnostic.severity != .note {
        current = diagnostic.severity == .error ? step(of: diagnostic, in: batch) : nil
      }
      if let current { groups[current, default: []].append(diagnostic) }
    }
    let found = groups.keys.sorted().map { step in
      (step, failure(groups[step] ?? [], of: batch, edits: edits))
    }
    guard found.isEmpty, let step = batch.steps.first else { return found }
    let message = diagnostics.first { $0.severity == .error }?.message
    return [
      (
        step,
        Failure(
          kind: .compileError,
          message: CellModuleName.shown(in: message ?? "the compiler gave no message"),
          location: location(ofStep: step))
      )
    ]
  }

  /// One step's failure: its first error; what else is said of the step are notes.
  private func failure(
    _ diagnostics: [CompilerDiagnostic], of batch: Batch, edits: [SourceEdit]
  ) -> Failure {
    var notes: [Failure.Note] = []
    for (position, diagnostic) in diagnostics.enumerated() where diagnostic.message != Self.stubs {
      let isOwn = diagnostic.file == file
      let place = isOwn ? location(diagnostic, edits, in: batch) : nil
      var message = diagnostic.message
      if !isOwn {
        // Engine and libraries have no place in the notebook: what is declared there is shown.
        let declaration = Self.declaration(diagnostic.shownLine)
        if !declaration.isEmpty { message += ": `\(declaration)`" }
      }
      message = CellModuleName.shown(in: message)
      if position > 0, !notes.contains(where: { $0.message == message && $0.location == place }) {
        notes.append(Failure.Note(location: place, message: message))
      }
      if isOwn, let advice = diagnostic.advice {
        notes.append(Failure.Note(location: place, message: "write `\(advice)`"))
      }
    }
    return Failure(
      kind: .compileError, message: CellModuleName.shown(in: diagnostics.first?.message ?? ""),
      location: diagnostics.first.map { location($0, edits, in: batch) },
      notes: Array(notes.prefix(20)))
  }

  /// A note without the stubs that it speaks of.
  private static let stubs = "add stubs for conformance"

  /// A line of a module's interface without what belongs to the text around it.
  private static func declaration(_ line: String) -> String {
    var text = line.drop { $0 == " " }
    while let last = text.last, last == " " || last == "{" { text.removeLast() }
    if text.hasSuffix("}"), !text.contains("{") { text.removeLast() }
    return String(text)
  }

  /// Bytes of each line of the notebook left of a cell's code, where there are any.
  var indents: [Int: Int] {
    var indents: [Int: Int] = [:]
    for cell in notebook.cells {
      for (row, indent) in cell.lineIndents.enumerated() where indent > 0 {
        indents[cell.location.line + row] = indent
      }
    }
    return indents
  }
}
