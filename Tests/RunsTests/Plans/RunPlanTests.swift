import Basics
import Notebooks
import Testing

@testable import Runs

@Suite struct RunPlanTests {
  /// A labelled cell, an inline value, a cell that is shown only, a cell.
  private static func notebook() throws -> Notebook {
    try ScriptedSession.notebook([
      ScriptedSession.cell("let a = 1", "label: data"), "`{swift} a`\n",
      ScriptedSession.cell("c()", "run: false"), ScriptedSession.cell("let d = a"),
    ])
  }

  private static let texts = ["a", "b", "c", "d"]

  private static func record(_ index: Int) -> StepRecord {
    StepRecord(inlineText: texts[index], bindings: ["a": .plain])
  }

  private static func known(_ index: Int, changed: [String] = [], lost: [String] = [])
    -> RunPlan.Known
  {
    .record(record(index), changed: changed, lost: lost)
  }

  /// A plan with what is known of each step.
  private static func plan(_ notebook: Notebook, _ known: [RunPlan.Known]) throws -> RunPlan {
    let parsed = try PlannedNotebook(notebook)
    var keys = parsed.keys
    var places = notebook.steps.indices.filter { index in
      if case .cell(let cell) = notebook.steps[index] { return notebook.cells[cell].options.run }
      return true
    }
    return RunPlan(notebook, keys: &keys) { _ in known[places.removeFirst()] }
  }

  private func words(_ plan: RunPlan, _ notebook: Notebook) -> [String] {
    plan.explanation(of: notebook).map { "\($0.0.line) \($0.1)" }
  }

  @Test("All on record: everything is reused, nothing runs")
  func reuse() throws {
    let notebook = try Self.notebook()
    let plan = try Self.plan(notebook, (0..<4).map { Self.known($0) })
    #expect(
      plan.decisions == [
        .reuse(Self.record(0)), .reuse(Self.record(1)), .show, .reuse(Self.record(3)),
      ])
    #expect(!plan.runsAnything)
    #expect(plan.reused == [0: Self.record(0), 1: Self.record(1), 3: Self.record(3)])
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": kept: uses nothing that changed",
        "6 inline value `a`: kept: uses nothing that changed",
        "8 cell 2: shown only: `run: false`", "13 cell 3: kept: uses nothing that changed",
      ])
  }

  @Test("A changed input: that step runs, and what it depends on runs for its state")
  func changed() throws {
    let notebook = try Self.notebook()
    var known = (0..<4).map { Self.known($0) }
    known[1] = Self.known(1, changed: ["a.csv", "LANG"], lost: ["out.txt"])
    let plan = try Self.plan(notebook, known)
    #expect(
      plan.decisions == [
        .runForState(Self.record(0), neededBy: 1), .run(.changed(["a.csv", "LANG"])), .show,
        .reuse(Self.record(3)),
      ])
    #expect(plan.runsAnything)
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": runs again for its state: inline value `a` below needs it",
        "6 inline value `a`: runs: a.csv, LANG changed", "8 cell 2: shown only: `run: false`",
        "13 cell 3: kept: uses nothing that changed",
      ])
  }

  @Test("What depends on a step with a changed input runs, although its text is the same")
  func changedAbove() throws {
    let notebook = try Self.notebook()
    var known = (0..<4).map { Self.known($0) }
    known[0] = Self.known(0, changed: ["a.csv"])
    let plan = try Self.plan(notebook, known)
    #expect(
      plan.decisions == [
        .run(.changed(["a.csv"])), .run(.below(0, name: "a")), .show, .run(.below(0, name: "a")),
      ])
  }

  @Test("What a step above read is in the keys of those that depend on it")
  func inputsInKeys() throws {
    let planned = try PlannedNotebook(Self.notebook())
    func keys(_ found: String) -> [String] {
      var keys = planned.keys
      for index in 0..<4 {
        keys.advance()
        var record = StepRecord(bindings: ["a": .plain])
        if index == 0 { record.inputs = [StepInput(kind: .content, name: "x", found: found)] }
        keys.note(record)
      }
      return keys.keys
    }
    let (one, other) = (keys("one"), keys("other"))
    #expect(one[0] == other[0] && one[1] != other[1] && one[3] != other[3])
  }

  @Test("A file that a step wrote and that is gone is written again")
  func lost() throws {
    let notebook = try Self.notebook()
    var known = (0..<4).map { Self.known($0) }
    known[3] = Self.known(3, lost: ["model.bin"])
    let plan = try Self.plan(notebook, known)
    #expect(plan.decisions[3] == .run(.lost(["model.bin"])))
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": runs again for its state: cell 3 below needs it",
        "6 inline value `a`: kept: uses nothing that changed",
        "8 cell 2: shown only: `run: false`",
        "13 cell 3: runs: model.bin, which it wrote, is not as it left it",
      ])
  }

  @Test("What is not on record runs, and what has no record below names what it uses of it")
  func missing() throws {
    let notebook = try Self.notebook()
    let plan = try Self.plan(
      notebook, [.nothing, .nothing, .nothing, Self.known(3, changed: ["x"])])
    #expect(
      plan.decisions == [
        .run(.notOnRecord), .run(.below(0, name: "a")), .show, .run(.below(0, name: "a")),
      ])
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": runs: new, or changed here, in its parameters, the seed, the compiler or "
          + "the engine",
        "6 inline value `a`: runs: `a` of cell \"data\" may have changed",
        "8 cell 2: shown only: `run: false`",
        "13 cell 3: runs: `a` of cell \"data\" may have changed",
      ])
    #expect(plan.reused.isEmpty)
  }

  @Test("Without the cache everything runs that can")
  func withoutCache() throws {
    let notebook = try Self.notebook()
    let plan = RunPlan(withoutCache: notebook)
    #expect(
      plan.decisions == [.run(.withoutCache), .run(.withoutCache), .show, .run(.withoutCache)])
    #expect(words(plan, notebook)[3] == "13 cell 3: runs: --no-cache")
  }

  @Test("A notebook of prose, or of cells that are only shown, runs nothing")
  func nothing() throws {
    for parts in [["Only prose.\n"], [ScriptedSession.cell("c()", "run: false")], []] {
      let notebook = try ScriptedSession.notebook(parts)
      let known = notebook.steps.map { _ in RunPlan.Known.nothing }
      #expect(try !Self.plan(notebook, known).runsAnything)
      #expect(!RunPlan(withoutCache: notebook).runsAnything)
    }
  }

  @Test("Random notebooks and records keep the rules of a plan", arguments: UInt64(0)..<60)
  func rules(seed: UInt64) throws {
    var random = FuzzGenerator(seed: seed)
    let notebook = try ScriptedSession.notebook(
      (0..<Int.random(in: 0...12, using: &random)).map { index in
        let used = "v\(Int.random(in: 0..<max(1, index), using: &random))"
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: "`{swift} \(used)`\n"
        case 1: ScriptedSession.cell("let v\(index) = 1", "run: false")
        default: ScriptedSession.cell("let v\(index) = \(used)")
        }
      })
    let known = notebook.steps.indices.map { index -> RunPlan.Known in
      let record = StepRecord(inlineText: "\(index)", bindings: ["v\(index)": .plain])
      switch Int.random(in: 0..<8, using: &random) {
      case 0: return .nothing
      case 1: return .record(record, changed: ["i"], lost: [])
      case 2: return .record(record, changed: [], lost: ["o"])
      default: return .record(record, changed: [], lost: [])
      }
    }
    let plan = try Self.plan(notebook, known)
    #expect(plan.decisions.count == notebook.steps.count, "seed \(seed)")
    #expect(plan.explanation(of: notebook).count == notebook.steps.count, "seed \(seed)")
    let links = try PlannedNotebook(notebook).links
    for (index, decision) in plan.decisions.enumerated() {
      var isShownOnly = false
      if case .cell(let cell) = notebook.steps[index] {
        isShownOnly = !notebook.cells[cell].options.run
      }
      #expect((decision == .show) == isShownOnly, "seed \(seed), step \(index)")
      switch decision {
      case .show: continue
      case .reuse, .runForState:
        guard case .record(_, [], []) = known[index] else {
          Issue.record("seed \(seed): step \(index) is taken from a record that does not hold")
          continue
        }
      case .run:
        let isTied = links[index].steps.keys.contains { above in
          if case .run = plan.decisions[above] { true } else { false }
        }
        if case .record(_, [], []) = known[index], !isTied {
          Issue.record("seed \(seed): step \(index) runs although nothing changed")
        }
      }
      if case .runForState(_, let below) = decision {
        #expect(below > index && plan.running.contains(below), "seed \(seed), step \(index)")
      }
      guard plan.running.contains(index) else { continue }
      for above in links[index].steps.keys where plan.decisions[above] != .show {
        #expect(plan.running.contains(above), "seed \(seed): \(index) runs without \(above)")
      }
    }
  }
}
