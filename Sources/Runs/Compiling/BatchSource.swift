internal import Foundation
internal import Notebooks

/// The Swift text of a batch: the author's code, marks between the steps, and directives by which the
/// compiler names the notebook's lines.
struct BatchSource {
  var notebook: Notebook
  var analyses: [CellAnalysis]
  /// What the compiler calls the notebook in diagnostics and `#file`: no folder, so that the same
  /// notebook gives the same bytes everywhere.
  var file: String

  func text(
    of batch: Batch, after earlier: [Batch], repairs: Repairs = Repairs()
  ) -> String {
    var text = "import CellRuntime\n"
    text += CellImports(source: self, earlier: earlier, first: batch.steps.first ?? 0).text(
      narrowed: repairs.narrowed)
    if batch.declaresParameters { text += prelude(notebook.frontMatter.parameters) }
    let edits = repairs.edits + ownEdits(of: batch, after: earlier)
    for (position, step) in batch.steps.enumerated() {
      text += source(
        ofStep: step, edits: edits.filter { $0.step == step },
        inPlace: repairs.shownInPlace.contains(step))
      if !repairs.omitsNotes, !batch.awaits { text += notes(ofStep: step) }
      // The runtime ends the last step, when what the cell deferred has run.
      if position < batch.steps.count - 1 { text += "_unrollEnd(\(step))\n" }
    }
    if batch.awaits { text += "await _unrollFinish()\n" }
    return text + repairs.synthesized.joined()
  }

  static func isIdentifier(_ name: String) -> Bool {
    name.first.map { $0.isLetter || $0 == "_" } ?? false
  }

  /// The analysis and index of a step that is a cell.
  func cell(ofStep step: Int) -> Int? {
    if case .cell(let cell) = notebook.steps[step] { return cell }
    return nil
  }

  /// The imports of the cells above a step, whether or not these run this time.
  func imports(above first: Int) -> [String] {
    notebook.steps[..<first].indices.compactMap(cell(ofStep:)).filter {
      notebook.cells[$0].options.run && !notebook.cells[$0].options.expectsError
    }.flatMap { analyses[$0].imports }
  }

  private func prelude(_ parameters: [FrontMatter.Parameter]) -> String {
    var text = "struct Parameters {\n"
    for parameter in parameters {
      let (type, read) =
        switch parameter.value {
        case .integer: ("Int", "integer")
        case .number: ("Double", "number")
        case .boolean: ("Bool", "boolean")
        case .string: ("String", "string")
        }
      text +=
        "  let \(parameter.name): \(type) = _UnrollParameters.\(read)(\"\(parameter.name)\")\n"
    }
    return text + "}\nlet params = Parameters()\n"
  }

  /// The edits that need no answer of the compiler: `let data = data.filter { … }` means the `data` of
  /// the cells above, where a program would have two names; `defer` in a cell that awaits.
  func ownEdits(of batch: Batch, after earlier: [Batch]) -> [SourceEdit] {
    var modules: [String: String] = [:]
    for module in earlier {
      if module.declaresParameters { modules["params"] = module.module }
      for cell in module.steps.compactMap(cell(ofStep:)) {
        for declaration in analyses[cell].declared { modules[declaration.name] = module.module }
      }
    }
    return batch.steps.flatMap { step -> [SourceEdit] in
      guard let cell = cell(ofStep: step) else { return [] }
      let (code, analysis) = (notebook.cells[cell].code, analyses[cell])
      var edits: [SourceEdit] = []
      edits += earlierNames(analysis.statements, Identifiers.list(of: code), modules).map {
        SourceEdit(step: step, offset: $0.offset, inserting: $0.module + ".")
      }
      if analysis.awaits {
        // The program that such a cell is compiled to never returns.
        edits += analysis.defers.map {
          SourceEdit(step: step, offset: $0, removing: 5, inserting: "_unrollDefer")
        }
        // Of the main actor they would be out of reach for the functions of other cells.
        edits += analysis.statements.filter(\.isPlain).map {
          SourceEdit(
            step: step, offset: $0.range.lowerBound, inserting: "nonisolated(unsafe) ")
        }
      }
      return edits
    }
  }

  /// The places where a name means that of an earlier cell, though this one declares it anew: above the
  /// declaration and in it.
  private func earlierNames(
    _ statements: [CellAnalysis.Statement], _ words: [Identifiers.Token],
    _ modules: [String: String]
  ) -> [(offset: Int, module: String)] {
    let names = Set(statements.flatMap(\.names)).filter { modules[$0] != nil }
    return names.sorted().flatMap { name -> [(offset: Int, module: String)] in
      guard let last = statements.firstIndex(where: { $0.names.contains(name) }) else { return [] }
      return statements[...last].flatMap { statement -> [(offset: Int, module: String)] in
        guard !statement.locals.contains(name) else { return [] }
        let hidden = statement.closures.filter { $0.parameters.contains(name) }
        let places = words.filter { $0.name == name && statement.range.contains($0.offset) }
        // In the declaration the first is the name that is declared.
        return places.dropFirst(statement.names.contains(name) ? 1 : 0).filter { place in
          !place.isMember && !place.isLabel
            && !hidden.contains { $0.range.contains(place.offset) }
        }.map { ($0.offset, modules[name] ?? "") }
      }
    }
  }

  /// Calls that report what the names carry that a cell declares.
  private func notes(ofStep step: Int) -> String {
    guard let cell = cell(ofStep: step), !notebook.cells[cell].options.expectsError else {
      return ""
    }
    return analyses[cell].notable.map { "_unrollNote(\"\($0)\") { \($0) }\n" }.joined()
  }

  private func source(ofStep index: Int, edits: [SourceEdit], inPlace: Bool) -> String {
    var text = "_unrollBegin(\(index))\n"
    switch notebook.steps[index] {
    case .cell(let cell):
      let (code, start) = (Array(notebook.cells[cell].code.utf8), notebook.cells[cell].location)
      if let at = analyses[cell].lastExpression, at <= code.count {
        let head = Array(code[..<at])
        let line = start.line + head.count(where: { $0 == 10 })
        let column = at - (head.lastIndex(of: 10).map { $0 + 1 } ?? 0)
        let edited = SourceEdit.apply(edits.filter { $0.offset < at }, to: head)
        let last = SourceEdit.apply(
          edits.filter { $0.offset >= at }, to: Array(code[at...]), from: at)
        text += directive(start.line) + String(decoding: edited, as: UTF8.self) + "\n"
        text += shown(String(decoding: last, as: UTF8.self), line, column, inPlace: inPlace)
      } else {
        let edited = SourceEdit.apply(edits, to: code)
        text += directive(start.line) + String(decoding: edited, as: UTF8.self) + "\n"
      }
    case .inlineValue(let value):
      let inline = notebook.inlineValues[value]
      text += wrapped(
        "_unrollInline(", inline.expression, ")", inline.location.line,
        inline.location.column - 1)
    }
    return text + "#sourceLocation()\n"
  }

  /// The value is that of a statement by itself: a call around the expression would decide between
  /// overloads in it.
  private func shown(
    _ expression: String, _ line: Int, _ column: Int, inPlace: Bool
  ) -> String {
    inPlace
      ? wrapped("_unrollDisplay(", expression, ")", line, column)
      : wrapped(
        "do { let \(Self.value) =", expression, "_unrollDisplay(\(Self.value)) }", line, column)
  }

  /// What the value of a last expression is called.
  static let value = "_unrollValue"

  /// The opening stands on the line before, so that the expression keeps its line and column.
  private func wrapped(
    _ opening: String, _ expression: String, _ closing: String, _ line: Int, _ column: Int
  ) -> String {
    directive(max(1, line - 1)) + (line > 1 ? "\(opening)\n" : opening)
      + String(repeating: " ", count: max(0, column)) + expression + "\n\(closing)\n"
  }

  private func directive(_ line: Int) -> String {
    let escaped = file.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "\"", with: "\\\"")
    return "#sourceLocation(file: \"\(escaped)\", line: \(line))\n"
  }
}
