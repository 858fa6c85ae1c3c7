import CellMessages
import Notebooks
import Testing

@testable import Runs

/// Whatever comes in whatever order, a session goes on or ends, and answers what waits.
@Suite struct SessionFuzzTests {
  private static func session() throws -> ScriptedSession {
    try ScriptedSession(
      ScriptedSession.cell(), "`{swift} 1`\n", ScriptedSession.cell("fail()", "error: true"),
      ScriptedSession.cell("shown", "run: false"),
      ScriptedSession.cell("slow()", "timeout: 1", "error: true"),
      "`{swift} 2`\n")
  }

  private static func event(
    _ random: inout FuzzGenerator, _ session: Session
  ) -> Session.Event {
    let step = Int.random(in: 0..<8, using: &random)
    let bytes = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    // Half of the steps named are the right ones, or nothing would ever come far.
    var likely = step
    if case .running(let module, _) = session.phase, Bool.random(using: &random) {
      likely = module.steps.first { session.records[$0] == nil } ?? module.steps[0]
    }
    if session.phase == .ready, Int.random(in: 0..<4, using: &random) > 0 {
      let first = Int.random(in: 0..<6, using: &random)
      let expectsError = [2, 4].contains(first)
      let last = expectsError ? first : min(5, first + Int.random(in: 0...1, using: &random))
      let module = Session.Module(
        library: "/room/m\(first).so", name: "m\(first)", steps: Array(first...last),
        expectsError: expectsError)
      return .ready(module)
    }
    let messages: [CellMessage] = [
      .alive(process: 3), .loaded(base: 1 << 20), .loadFailed("x"), .stepStarted(likely),
      .stepStarted(likely), .stepStarted(likely), .stepEnded(likely), .stepEnded(likely),
      .stepEnded(likely), .idle, .idle, .printed(birth: nil, isError: false, bytes),
      .printed(birth: step, isError: true, bytes), .figure(.text("f")), .inlineValue("v"),
      .progress(Progress(step: 1, total: 2, loss: 1, tokens: 1)),
      .file(.read, path: "/book/\(step)"),
      .file(.written, path: "/book/\(step)"), .file(.lookedFor, path: "/\(step)"),
      .unrepeatable(.clock, ""), .unrepeatable(.environment, "V\(step)"), .drain,
      .thrown(addresses: [UInt64(step)], text: "e"), .checkFailed(addresses: [], text: "c"),
      .crash(Int32(step)), .exitCalled(Int32(step)), .ended(status: Int32(step)), .snapshotRefused,
    ]
    let message = messages.randomElement(using: &random) ?? .idle
    switch Int.random(in: 0..<60, using: &random) {
    case 0: return .transport(.deadline)
    case 1: return .transport(.memory(1))
    case 2: return .transport(.closed)
    case 3: return .transport(.broken("noise"))
    case 4:
      return .notCompiled(
        step: min(step, 5), Failure(kind: .compileError, message: "no"),
        expectsError: Bool.random(using: &random))
    case 5, 6: return .transport(.foreignOutput(bytes))
    default: return .transport(.message(message, isAwaited: message.isAcknowledged))
    }
  }

  @Test("Random events", arguments: UInt64(0)..<300)
  func random(seed: UInt64) throws {
    var random = FuzzGenerator(seed: seed)
    var run = try Self.session()
    let steps = run.session.notebook.steps.indices
    for _ in 0..<200 {
      let before = run.session
      let event = Self.event(&random, before)
      let actions = run.handle(event)
      let after = run.session

      var isRunning = false
      if case .running = before.phase { isRunning = true }
      var isAwaited = false
      if case .transport(.message(_, true)) = event { isAwaited = true }
      let answers = actions.filter { $0 == .acknowledge }.count
      #expect(answers == (isAwaited && isRunning ? 1 : 0), "seed \(seed): \(event)")

      if before.phase == .over {
        #expect(actions.isEmpty && after.phase == .over, "seed \(seed): \(event)")
        #expect(after.records == before.records, "seed \(seed): \(event)")
        #expect(after.failures == before.failures, "seed \(seed): \(event)")
        #expect(after.statuses == before.statuses, "seed \(seed): \(event)")
      }
      #expect((after.phase == .over) == !after.failures.isEmpty, "seed \(seed): \(event)")
      #expect(after.records.keys.allSatisfy(steps.contains), "seed \(seed): \(event)")
      for case .keep(let step) in actions {
        let kind = after.records[step]?.expectedFailure?.kind
        #expect(after.records[step] != nil && kind != .timeout, "seed \(seed): \(event)")
      }
      if actions.contains(.restart) { #expect(before.phase == .ready, "seed \(seed)") }
    }
  }

  @Test("Good runs of random modules end complete, whatever is printed", arguments: UInt64(0)..<100)
  func good(seed: UInt64) throws {
    var random = FuzzGenerator(seed: seed)
    let count = Int.random(in: 1...8, using: &random)
    let notebook = try ScriptedSession.notebook(
      Array(repeating: ScriptedSession.cell(), count: count))
    var session = Session(
      notebook, options: RunOptions(), seeds: Array(repeating: 1, count: count),
      symbolizer: Symbolizer(path: nil, file: "n.md", notebookPath: "n.md"),
      surroundings: SessionSurroundings(
        name: { $0 }, found: { _, name in name }, written: { $0 }, withoutPaths: { $0 }))
    var start = 0
    while start < count {
      let end = Int.random(in: (start + 1)...count, using: &random)
      _ = session.handle(
        .ready(Session.Module(library: "l", name: "m", steps: Array(start..<end))))
      for step in start..<end {
        for message: CellMessage in [.stepStarted(step), .text("\(step)\n"), .stepEnded(step)] {
          _ = session.handle(.transport(.message(message, isAwaited: message.isAcknowledged)))
        }
      }
      _ = session.handle(.transport(.message(.idle, isAwaited: false)))
      #expect(session.phase == .ready, "seed \(seed)")
      start = end
    }
    #expect(session.isComplete(RunPlan(withoutCache: notebook)), "seed \(seed)")
    let texts = (0..<count).map { session.records[$0]?.outputs }
    #expect(texts == (0..<count).map { [.standardOutput("\($0)\n")] }, "seed \(seed)")
  }
}
