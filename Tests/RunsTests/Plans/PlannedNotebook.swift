import CellMessages
import Notebooks

@testable import Runs

/// Plans of a notebook before and after an edit, from what the parser says and with types that the test
/// states: no cell runs.
struct PlannedNotebook {
  var notebook: Notebook
  var items: [CellItems]

  init(_ text: String, path: String = "n.md") throws {
    let parsed = try Parsed(text: text, path: path)
    notebook = parsed.notebook
    items = parsed.analyses.map(\.items)
  }

  init(_ notebook: Notebook) throws {
    self.notebook = notebook
    items = try Parsed(notebook).analyses.map(\.items)
  }

  /// What ties each step to those above, where all types are plain.
  var links: [Dependencies.Links] {
    var keys = keys
    for index in notebook.steps.indices {
      keys.advance()
      keys.note(StepRecord(bindings: ["v\(index)": .plain]))
    }
    return keys.links
  }

  /// Cells with nothing between them.
  static func text(_ cells: [String], front: String = "") -> String {
    (front.isEmpty ? "" : "---\n\(front)\n---\n\n")
      + cells.map { cell in
        cell.hasPrefix("`{swift}") ? "The value \(cell).\n" : "```swift\n\(cell)\n```\n"
      }.joined(separator: "\n")
  }

  var keys: StepKeys { StepKeys(notebook, items: items, identity: ["test"]) }

  /// The records of a run in which every step ran to its end, by key. Names that `shared` holds are of
  /// types that may carry state, the others are plain.
  func records(shared: Set<String> = [], own: Set<String> = []) -> [String: StepRecord] {
    var keys = keys
    var records: [String: StepRecord] = [:]
    for (index, step) in notebook.steps.enumerated() {
      let key = keys.advance()
      var record = StepRecord(inlineText: "\(index)")
      if case .cell(let cell) = step {
        for item in items[cell].items {
          for name in item.declares + item.statics.map(\.name)
          where item.kind == .code || name.contains(".") {
            record.bindings[name] =
              shared.contains(name) ? .shared : own.contains(name) ? .ownValue : .plain
          }
        }
      }
      records[key] = record
      keys.note(record)
    }
    return records
  }

  /// What is planned with some records.
  func plan(_ records: [String: StepRecord]) -> RunPlan {
    var keys = keys
    return RunPlan(notebook, keys: &keys) { key in
      records[key].map { .record($0, changed: [], lost: []) } ?? .nothing
    }
  }
}

extension RunPlan {
  /// The steps that run because something changed, counted from 1.
  var changed: [Int] {
    decisions.indices.filter { if case .run = decisions[$0] { true } else { false } }.map { $0 + 1 }
  }

  /// The steps that run for their state.
  var restored: [Int] {
    decisions.indices.filter { if case .runForState = decisions[$0] { true } else { false } }
      .map { $0 + 1 }
  }
}
