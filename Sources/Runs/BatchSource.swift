internal import Foundation
internal import Notebooks

/// The Swift text of a batch: the author's code verbatim, marks between the steps, and directives by
/// which the compiler names the notebook's lines.
struct BatchSource {
  var notebook: Notebook
  var analyses: [CellAnalysis]
  /// What the compiler calls the notebook in diagnostics and `#file`: no folder, so that the same
  /// notebook gives the same bytes everywhere.
  var file: String

  func text(
    of batch: Batch, after earlier: [Batch], parameters: [FrontMatter.Parameter]
  ) -> String {
    var text = "import CellRuntime\n"
    var newest: [String: (module: String, kind: String)] = [:]
    for module in earlier {
      text += "@testable import \(module.module)\n"
      for step in module.steps {
        guard case .cell(let cell) = notebook.steps[step] else { continue }
        for declaration in analyses[cell].declared {
          newest[declaration.name] = (module.module, declaration.kind)
        }
      }
    }
    // A declaration imported by itself wins over those of whole modules, the engine's included.
    for (name, place) in newest.sorted(by: { $0.key < $1.key }) where Self.isIdentifier(name) {
      text += "@testable import \(place.kind) \(place.module).\(name)\n"
    }
    if earlier.isEmpty {
      text += prelude(parameters)
    } else {
      text += "@testable import let \(earlier[0].module).params\n"
    }
    for step in batch.steps { text += source(ofStep: step) }
    return text
  }

  static func isIdentifier(_ name: String) -> Bool {
    name.first.map { $0.isLetter || $0 == "_" } ?? false
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

  private func source(ofStep index: Int) -> String {
    switch notebook.steps[index] {
    case .cell(let cell):
      let (code, start) = (notebook.cells[cell].code, notebook.cells[cell].location)
      let bytes = Array(code.utf8)
      var text = "_unrollBegin(\(index))\n"
      if let at = analyses[cell].lastExpression, at <= bytes.count {
        let head = bytes[..<at]
        let line = start.line + head.count(where: { $0 == 10 })
        let column = at - (head.lastIndex(of: 10).map { $0 + 1 } ?? 0)
        text += directive(start.line) + String(decoding: head, as: UTF8.self) + "\n"
        text += wrapped(
          "_unrollDisplay", String(decoding: bytes[at...], as: UTF8.self), line, column)
      } else {
        text += directive(start.line) + code + "\n"
      }
      return text + "#sourceLocation()\n_unrollEnd(\(index))\n"
    case .inlineValue(let value):
      let inline = notebook.inlineValues[value]
      return "_unrollBegin(\(index))\n"
        + wrapped(
          "_unrollInline", inline.expression, inline.location.line, inline.location.column - 1)
        + "#sourceLocation()\n_unrollEnd(\(index))\n"
    }
  }

  /// The call stands on the line before, so that the expression keeps its line and column.
  private func wrapped(_ function: String, _ expression: String, _ line: Int, _ column: Int)
    -> String
  {
    directive(max(1, line - 1)) + (line > 1 ? "\(function)(\n" : "\(function)(")
      + String(repeating: " ", count: max(0, column)) + expression + "\n)\n"
  }

  private func directive(_ line: Int) -> String {
    let escaped = file.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "\"", with: "\\\"")
    return "#sourceLocation(file: \"\(escaped)\", line: \(line))\n"
  }
}
