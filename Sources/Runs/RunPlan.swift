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
    /// A step above, by its place, runs, and this one uses the name, or what can be reached by it.
    case below(Int, name: String)
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

  /// Decides: a step is reused if it, all that it depends on and all that it read are as they were; what
  /// the steps that run depend on runs again for its state.
  ///
  /// - Parameter known: what is on record under a key.
  init(_ notebook: Notebook, keys: inout StepKeys, known: (String) -> Known) {
    var records: [Int: StepRecord] = [:]
    for (index, step) in notebook.steps.enumerated() {
      let key = keys.advance()
      guard Self.runs(step, in: notebook) else {
        decisions.append(.show)
        keys.note(nil)
        continue
      }
      let known = known(key)
      let decision = decision(at: index, known, records, keys)
      decisions.append(decision)
      var record: StepRecord?
      if case .record(let found, _, _) = known { record = found }
      if case .reuse(let found) = decision { records[index] = found }
      keys.note(record)
    }
    writeAgain(records)
    runAgainForState(keys.links, records)
  }

  /// What a step wrote and a later one wrote over is not what it would be, where no later one writes it
  /// any more.
  private mutating func writeAgain(_ records: [Int: StepRecord]) {
    for (index, record) in records where !record.overwritten.isEmpty {
      let isAnswered = decisions.indices.contains { below in
        below > index
          && (isRun(below)
            || records[below].map { later in
              record.overwritten.allSatisfy {
                later.written[$0] != nil || later.overwritten.contains($0)
              }
            } ?? false)
      }
      if !isAnswered { decisions[index] = .run(.lost(record.overwritten)) }
    }
  }

  private func decision(
    at index: Int, _ known: Known, _ above: [Int: StepRecord], _ keys: StepKeys
  ) -> Decision {
    // What runs may give something else than it did, although its text is the same.
    let tie = keys.links[index].steps.filter { isRun($0.key) }.min { $0.key < $1.key }
    switch known {
    case .nothing:
      let named = tie ?? keys.names(above: index).filter { isRun($0.key) }.min { $0.key < $1.key }
      return .run(named.map { .below($0.key, name: $0.value) } ?? .notOnRecord)
    case .record where tie != nil:
      return .run(tie.map { .below($0.key, name: $0.value) } ?? .notOnRecord)
    case .record(let record, let changed, let lost):
      // A file that a step above wrote is what that step made of it.
      let writers = FileLinks.writers(of: record, above: index, above)
      let changed = changed.filter { name in
        !writers.contains { above[$0].map { FileLinks.wrote($0, name) } ?? false }
      }
      if !changed.isEmpty { return .run(.changed(changed)) }
      if !lost.isEmpty { return .run(.lost(lost)) }
      guard record.fileSources == writers.map({ keys.keys[$0] }) else {
        return .run(.changed(record.inputs.filter { $0.kind != .variable }.map(\.name)))
      }
      return .reuse(record)
    }
  }

  private func isRun(_ index: Int) -> Bool {
    if case .run = decisions[index] { return true }
    return false
  }

  /// What a running step depends on has to be there again: the steps that made it run once more, and what
  /// these depend on.
  private mutating func runAgainForState(
    _ links: [Dependencies.Links], _ records: [Int: StepRecord]
  ) {
    var needed: [Int: Int] = [:]
    for index in decisions.indices.reversed() {
      if case .reuse(let record) = decisions[index], let below = needed[index] {
        decisions[index] = .runForState(record, neededBy: below)
      }
      switch decisions[index] {
      case .run, .runForState: break
      case .reuse, .show: continue
      }
      let above =
        Set(links[index].steps.keys).union(links[index].declarations.map(\.step))
        // A file that was written again is no more what the step made of it.
        .union(records.filter { $0.key < index && !$0.value.overwritten.isEmpty }.keys)
      for step in above where needed[step] == nil { needed[step] = index }
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

  /// The records of steps that run for their state alone: what they gave stands.
  var restored: [Int: StepRecord] {
    var records: [Int: StepRecord] = [:]
    for (index, decision) in decisions.enumerated() {
      if case .runForState(let record, _) = decision { records[index] = record }
    }
    return records
  }

  /// The steps that run, for whatever reason.
  var running: Set<Int> {
    Set(
      decisions.indices.filter { index in
        switch decisions[index] {
        case .run, .runForState: true
        case .reuse, .show: false
        }
      })
  }

  /// Whether any step runs.
  var runsAnything: Bool { !running.isEmpty }

  /// The records of steps that do not run.
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
    case .reuse: "kept: uses nothing that changed"
    case .show: "shown only: `run: false`"
    case .runForState(_, let below):
      "runs again for its state: \(notebook.name(of: notebook.steps[below])) below needs it"
    case .run(.notOnRecord):
      "runs: new, or changed here, in its parameters, the seed, the compiler or the engine"
    case .run(.changed(let names)):
      "runs: \(names.joined(separator: ", ")) changed"
    case .run(.lost(let names)):
      "runs: \(names.joined(separator: ", ")), which it wrote, is not as it left it"
    case .run(.below(let above, let name)):
      "runs: "
        + (name.isEmpty || name.contains(" ") ? "what it can reach" : "`\(name)`")
        + " of \(notebook.name(of: notebook.steps[above])) may have changed"
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
