internal import Basics
internal import Notebooks

/// What a run does with every step, decided before anything runs: `--explain` prints it, the session
/// carries it out.
struct RunPlan: Sendable, Equatable {
  /// What is done with one step, and why.
  enum Decision: Sendable, Equatable {
    /// What is on record is shown.
    case reuse(StepRecord)
    /// It runs, for this reason.
    case run(Reason)
    /// It runs once more although its result is on record: what stands below needs its state.
    case runForState(StepRecord, neededBy: Int)
    /// `run: false`.
    case show
  }

  /// Why a step runs.
  enum Reason: Sendable, Equatable {
    /// Nothing is on record of it as it stands.
    case notOnRecord
    /// Files or variables that it reads are not what they were.
    case changed([String])
    /// Files that it wrote are not there as it left them.
    case lost([String])
    /// The step above, by its place, runs because it changed.
    case below(Int)
    /// `--no-cache`
    case withoutCache
  }

  /// What is known of a step from earlier runs.
  enum Known: Sendable, Equatable {
    case nothing
    case record(StepRecord, changed: [String], lost: [String])
  }

  /// By step.
  private(set) var decisions: [Decision] = []

  /// Decides: a step is reused if it and all above are as they were; if one runs, those above run again
  /// for their state.
  init(_ notebook: Notebook, known: [Known]) {
    var first: Int?
    for (index, step) in notebook.steps.enumerated() {
      guard Self.runs(step, in: notebook) else {
        decisions.append(.show)
        continue
      }
      if let first {
        decisions.append(.run(.below(first)))
        continue
      }
      switch known[index] {
      case .nothing: decisions.append(.run(.notOnRecord))
      case .record(let record, let changed, let lost):
        if !changed.isEmpty {
          decisions.append(.run(.changed(changed)))
        } else if !lost.isEmpty {
          decisions.append(.run(.lost(lost)))
        } else {
          decisions.append(.reuse(record))
        }
      }
      if case .run = decisions[index] { first = index }
    }
    guard let first else { return }
    for index in 0..<first {
      if case .reuse(let record) = decisions[index] {
        decisions[index] = .runForState(record, neededBy: first)
      }
    }
  }

  /// A plan that runs everything.
  init(withoutCache notebook: Notebook) {
    decisions = notebook.steps.map { Self.runs($0, in: notebook) ? .run(.withoutCache) : .show }
  }

  private static func runs(_ step: Notebook.Step, in notebook: Notebook) -> Bool {
    if case .cell(let cell) = step { return notebook.cells[cell].options.run }
    return true
  }

  /// Whether any step runs.
  var runsAnything: Bool {
    decisions.contains { decision in
      switch decision {
      case .run, .runForState: true
      case .reuse, .show: false
      }
    }
  }

  /// The records of a plan that runs nothing.
  var reused: [Int: StepRecord] {
    var records: [Int: StepRecord] = [:]
    for (index, decision) in decisions.enumerated() {
      if case .reuse(let record) = decision { records[index] = record }
    }
    return records
  }

  /// One line for each step that can run, with its place.
  func explanation(of notebook: Notebook) -> [(SourceLocation, String)] {
    zip(notebook.steps, decisions).map { step, decision in
      (notebook.location(of: step), "\(notebook.name(of: step)): \(words(decision, notebook))")
    }
  }

  private func words(_ decision: Decision, _ notebook: Notebook) -> String {
    switch decision {
    case .reuse: "reused"
    case .show: "shown only: `run: false`"
    case .runForState(_, let below):
      "runs again for its state: \(notebook.name(of: notebook.steps[below])) below needs it"
    case .run(.notOnRecord):
      "runs: new, or changed here, in its parameters, the seed, the compiler or the engine"
    case .run(.changed(let names)):
      "runs: \(names.joined(separator: ", ")) changed"
    case .run(.lost(let names)):
      "runs: \(names.joined(separator: ", ")), which it wrote, is not as it left it"
    case .run(.below(let above)):
      "runs: \(notebook.name(of: notebook.steps[above])) above it runs"
    case .run(.withoutCache): "runs: --no-cache"
    }
  }
}

extension Notebook {
  /// Where a step stands: a cell's fence, an inline value's expression.
  func location(of step: Step) -> SourceLocation {
    switch step {
    case .cell(let cell): cells[cell].fenceLocation
    case .inlineValue(let value): inlineValues[value].location
    }
  }

  /// A step as people call it.
  func name(of step: Step) -> String {
    switch step {
    case .cell(let cell): cells[cell].options.label.map { "cell \"\($0)\"" } ?? "cell \(cell + 1)"
    case .inlineValue(let value): "inline value `\(inlineValues[value].expression)`"
    }
  }
}
