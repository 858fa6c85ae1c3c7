import Basics
import Notebooks
import Testing

@testable import Runs

@Suite struct RunPlanTests {
  /// A labelled cell, an inline value, a cell that is shown only, a cell.
  private static func notebook() throws -> Notebook {
    try ScriptedSession.notebook([
      ScriptedSession.cell("a()", "label: data"), "`{swift} b`\n",
      ScriptedSession.cell("c()", "run: false"), ScriptedSession.cell("d()"),
    ])
  }

  private static let texts = ["a", "b", "c", "d"]

  private static func record(_ index: Int) -> StepRecord { StepRecord(inlineText: texts[index]) }

  private static func known(_ index: Int, changed: [String] = [], lost: [String] = [])
    -> RunPlan.Known
  {
    .record(record(index), changed: changed, lost: lost)
  }

  private func words(_ plan: RunPlan, _ notebook: Notebook) -> [String] {
    plan.explanation(of: notebook).map { "\($0.0.line) \($0.1)" }
  }

  @Test("All on record: everything is reused, nothing runs")
  func reuse() throws {
    let notebook = try Self.notebook()
    let plan = RunPlan(notebook, known: (0..<4).map { Self.known($0) })
    #expect(
      plan.decisions == [
        .reuse(Self.record(0)), .reuse(Self.record(1)), .show, .reuse(Self.record(3)),
      ])
    #expect(!plan.runsAnything)
    #expect(plan.reused == [0: Self.record(0), 1: Self.record(1), 3: Self.record(3)])
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": reused", "6 inline value `b`: reused",
        "8 cell 2: shown only: `run: false`", "13 cell 3: reused",
      ])
  }

  @Test("One changed input: that step runs, all below it run, all above run for their state")
  func changed() throws {
    let notebook = try Self.notebook()
    var known = (0..<4).map { Self.known($0) }
    known[1] = Self.known(1, changed: ["a.csv", "LANG"], lost: ["out.txt"])
    let plan = RunPlan(notebook, known: known)
    #expect(
      plan.decisions == [
        .runForState(Self.record(0), neededBy: 1), .run(.changed(["a.csv", "LANG"])), .show,
        .run(.below(1)),
      ])
    #expect(plan.runsAnything)
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": runs again for its state: inline value `b` below needs it",
        "6 inline value `b`: runs: a.csv, LANG changed", "8 cell 2: shown only: `run: false`",
        "13 cell 3: runs: inline value `b` above it runs",
      ])
  }

  @Test("A file that a step wrote and that is gone is written again")
  func lost() throws {
    let notebook = try Self.notebook()
    var known = (0..<4).map { Self.known($0) }
    known[3] = Self.known(3, lost: ["model.bin"])
    let plan = RunPlan(notebook, known: known)
    #expect(plan.decisions[3] == .run(.lost(["model.bin"])))
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": runs again for its state: cell 3 below needs it",
        "6 inline value `b`: runs again for its state: cell 3 below needs it",
        "8 cell 2: shown only: `run: false`",
        "13 cell 3: runs: model.bin, which it wrote, is not as it left it",
      ])
  }

  @Test("What is not on record runs, and so do those below whatever is known of them")
  func missing() throws {
    let notebook = try Self.notebook()
    let plan = RunPlan(
      notebook, known: [.nothing, Self.known(1), .nothing, Self.known(3, changed: ["x"])])
    #expect(
      plan.decisions == [.run(.notOnRecord), .run(.below(0)), .show, .run(.below(0))])
    #expect(
      words(plan, notebook) == [
        "1 cell \"data\": runs: new, or changed here, in its parameters, the seed, the compiler or "
          + "the engine",
        "6 inline value `b`: runs: cell \"data\" above it runs",
        "8 cell 2: shown only: `run: false`", "13 cell 3: runs: cell \"data\" above it runs",
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
      #expect(!RunPlan(notebook, known: known).runsAnything)
      #expect(!RunPlan(withoutCache: notebook).runsAnything)
    }
  }

  @Test("Random notebooks and records keep the rules of a plan", arguments: UInt64(0)..<200)
  func rules(seed: UInt64) throws {
    var random = FuzzGenerator(seed: seed)
    let notebook = try ScriptedSession.notebook(
      (0..<Int.random(in: 0...12, using: &random)).map { index in
        switch Int.random(in: 0..<4, using: &random) {
        case 0: "`{swift} v\(index)`\n"
        case 1: ScriptedSession.cell("c\(index)()", "run: false")
        default: ScriptedSession.cell("c\(index)()")
        }
      })
    let quiet = Bool.random(using: &random)
    let known = notebook.steps.indices.map { index -> RunPlan.Known in
      let record = StepRecord(inlineText: "\(index)")
      switch Int.random(in: 0..<(quiet ? 30 : 6), using: &random) {
      case 0: return .nothing
      case 1: return .record(record, changed: ["i"], lost: [])
      case 2: return .record(record, changed: [], lost: ["o"])
      default: return .record(record, changed: [], lost: [])
      }
    }
    let plan = RunPlan(notebook, known: known)
    #expect(plan.decisions.count == notebook.steps.count, "seed \(seed)")
    #expect(plan.explanation(of: notebook).count == notebook.steps.count, "seed \(seed)")
    var first: Int?
    for (index, decision) in plan.decisions.enumerated() {
      var isShownOnly = false
      if case .cell(let cell) = notebook.steps[index] {
        isShownOnly = !notebook.cells[cell].options.run
      }
      #expect((decision == .show) == isShownOnly, "seed \(seed), step \(index)")
      switch decision {
      case .show: continue
      case .reuse, .runForState:
        #expect(first == nil, "seed \(seed): step \(index) is not run below one that is")
        guard case .record(_, [], []) = known[index] else {
          Issue.record("seed \(seed): step \(index) is taken from a record that does not hold")
          continue
        }
      case .run(.below(let above)): #expect(above == first, "seed \(seed), step \(index)")
      case .run(let reason):
        #expect(first == nil, "seed \(seed), step \(index)")
        #expect(reason != .withoutCache, "seed \(seed)")
        if case .record(_, [], []) = known[index] {
          Issue.record("seed \(seed): step \(index) runs although nothing changed")
        }
        first = index
      }
    }
    for (index, decision) in plan.decisions.enumerated() {
      switch decision {
      case .runForState(_, let below):
        #expect(below == first && index < below, "seed \(seed), step \(index)")
      case .reuse: #expect(first == nil, "seed \(seed), step \(index)")
      case .run, .show: break
      }
    }
    #expect(plan.runsAnything == (first != nil), "seed \(seed)")
  }
}
