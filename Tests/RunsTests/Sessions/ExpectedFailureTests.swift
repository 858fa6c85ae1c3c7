import CellMessages
import Testing

@testable import Runs

@Suite struct ExpectedFailureTests {
  private func session() throws -> ScriptedSession {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell("fail()", "error: true"),
      ScriptedSession.cell())
    run.run(0, .text("above\n"))
    run.say(.loaded(base: 4096))
    return run
  }

  private static let failing = ScriptedSession.module(1, expectsError: true)

  @Test(
    "An error, a check, a trap and an exit are kept as the cell's own, and the next cell goes on",
    arguments: [
      (.thrown(addresses: [], text: "Empty()"), .thrownError),
      (.checkFailed(addresses: [], text: "x > 0"), .trap), (.crash(5), .trap), (.crash(11), .trap),
      (.crash(6), .trap), (.exitCalled(3), .exit),
    ] as [(CellMessage, Failure.Kind)])
  func expected(words: CellMessage, kind: Failure.Kind) throws {
    var run = try session()
    #expect(run.ready(Self.failing) == [.send(.snapshot), ScriptedSession.load(1)])
    run.say(.alive(process: 9), .loaded(base: 8192), .stepStarted(1), .text("so far\n"), words)
    #expect(run.say(.ended(status: 5)) == [.limit(nil), .keep(step: 1)])
    #expect(run.session.phase == .ready && run.session.failures.isEmpty)
    #expect(run.session.records[1]?.expectedFailure?.kind == kind)
    #expect(run.session.records[1]?.outputs == [.standardOutput("so far\n")])
    // The snapshot has the state of the cells above: nothing is started anew.
    #expect(run.ready(ScriptedSession.module(2)) == [ScriptedSession.load(2)])
    run.say(.alive(process: 8), .stepStarted(2), .stepEnded(2), .idle)
    #expect(run.session.records.keys.sorted() == [0, 1, 2] && run.session.failures.isEmpty)
  }

  @Test("Where no snapshot could be kept, the cells above run again for their state alone")
  func refused() throws {
    var run = try session()
    run.ready(Self.failing)
    run.say(.snapshotRefused, .stepStarted(1), .crash(5), .ended(status: 5))
    let records = run.session.records
    #expect(run.ready(ScriptedSession.module(2)) == [.restart, ScriptedSession.load(0)])
    #expect(run.say(.stepStarted(0)) == [.limit(300)])
    #expect(
      run.say(
        .text("above\n"), .text("of a thread", birth: 0), .unrepeatable(.clock, ""),
        .file(.written, path: "/book/a"))
        == [.acknowledge])
    #expect(run.say(.stepEnded(0)) == [.limit(nil), .acknowledge])
    #expect(run.session.records == records)
    #expect(run.say(.idle) == [ScriptedSession.load(2)])
    #expect(run.say(.stepStarted(2)) == [.limit(300), .observe(.cellStarted(2))])
    run.say(.stepEnded(2), .idle)
    #expect(run.session.phase == .ready && run.session.records.count == 3)
    // Once is enough: the state is there again.
    #expect(run.ready(ScriptedSession.module(2)) == [ScriptedSession.load(2)])
  }

  @Test("After a refusal, a second expected failure with a snapshot restarts nothing")
  func refusedOnce() throws {
    let failing = ScriptedSession.cell("fail()", "error: true")
    var run = try ScriptedSession(failing, failing, ScriptedSession.cell())
    run.ready(ScriptedSession.module(0, expectsError: true))
    run.say(.snapshotRefused, .stepStarted(0), .crash(5), .ended(status: 5))
    #expect(
      run.ready(ScriptedSession.module(1, expectsError: true))
        == [.restart, .send(.snapshot), ScriptedSession.load(1)])
    run.say(.stepStarted(1), .crash(5), .ended(status: 5))
    #expect(run.ready(ScriptedSession.module(2)) == [ScriptedSession.load(2)])
  }

  @Test(
    "What the cell did not do itself is no expected failure, and is not kept",
    arguments: [
      [.crash(signal: 15, isOverflow: false, isForeign: true, addresses: []), .ended(status: 15)],
      [.ended(status: 9)], [.ended(status: 1 << 8)], [.loadFailed("no")], [.stepEnded(0)],
    ] as [[CellMessage]])
  func notItsOwn(messages: [CellMessage]) throws {
    var run = try session()
    run.ready(Self.failing)
    run.say(.stepStarted(1))
    for message in messages { run.say(message) }
    #expect(run.session.phase == .over && run.session.failures.count == 1)
    #expect(run.session.records[1]?.expectedFailure == nil)
    #expect(!run.log.contains(.keep(step: 1)))
  }

  @Test("A cell that should fail and does not is a failure, and nothing of it is kept")
  func success() throws {
    var run = try session()
    run.ready(Self.failing)
    run.say(.stepStarted(1), .text("fine\n"), .stepEnded(1), .idle)
    #expect(run.failure?.kind == .unexpectedSuccess)
    #expect(run.failure?.location?.line == 7)
    #expect(run.session.records[1]?.outputs == [.standardOutput("fine\n")])
    #expect(!run.log.contains(.keep(step: 1)) && run.session.phase == .over)
  }

  @Test("When the whole process is gone after an expected stop, the cells above run again")
  func closed() throws {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell("slow()", "error: true", "timeout: 1"),
      ScriptedSession.cell())
    run.run(0)
    run.ready(Self.failing)
    run.say(.stepStarted(1))
    run.happen(.deadline)
    run.happen(.closed)
    #expect(run.session.records[1]?.expectedFailure?.kind == .timeout)
    #expect(run.ready(ScriptedSession.module(2)) == [.restart, ScriptedSession.load(0)])
  }

  @Test("A cell that should not compile and does not is kept; a broken compiler is not the cell's")
  func compiling() throws {
    var run = try session()
    let failure = Failure(kind: .compileError, message: "cannot find 'x' in scope")
    #expect(run.handle(.notCompiled(step: 1, failure, expectsError: true)) == [.keep(step: 1)])
    var expected = failure
    expected.isExpected = true
    #expect(run.session.records[1]?.expectedFailure == expected && run.session.phase == .ready)
    run = try session()
    let killed = Failure(kind: .lostProcess, message: "killed")
    run.handle(.notCompiled(step: 1, killed, expectsError: true))
    #expect(run.session.phase == .over && run.session.records[1] == nil)
    #expect(!run.log.contains(.keep(step: 1)))
  }
}
