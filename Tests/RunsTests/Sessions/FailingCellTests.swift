import CellMessages
import Testing

@testable import Runs

@Suite struct FailingCellTests {
  /// Two cells of one module, of which the first runs.
  private func running(_ options: RunOptions = RunOptions()) throws -> ScriptedSession {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell(), options: options)
    run.ready(ScriptedSession.module(0, 1))
    run.say(.stepStarted(0), .text("so far\n"))
    return run
  }

  private func expectOver(
    _ run: ScriptedSession, _ kind: Failure.Kind, _ message: String, line: Int = 2,
    step: Int = 0, at location: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(run.session.phase == .over, sourceLocation: location)
    #expect(run.failure?.kind == kind, sourceLocation: location)
    #expect(run.failure?.message == message, sourceLocation: location)
    #expect(run.failure?.location?.line == line, sourceLocation: location)
    #expect(run.session.failures.count == 1, sourceLocation: location)
    #expect(
      run.session.statuses == [step: run.failure.map { .failed($0) }].compactMapValues { $0 },
      sourceLocation: location)
    #expect(
      run.log.last == run.failure.map { .observe(.failure($0)) } || run.log.last == .acknowledge,
      sourceLocation: location)
    #expect(!run.log.contains(.keep(step: step)), sourceLocation: location)
  }

  @Test("What a failing cell printed is on its record")
  func thrown() throws {
    var run = try running()
    run.say(.thrown(addresses: [5], text: "Overdrawn(by: 3)"), .ended(status: 1 << 8))
    expectOver(run, .thrownError, "error thrown: Overdrawn(by: 3)")
    #expect(run.session.records == [0: StepRecord(outputs: [.standardOutput("so far\n")])])
  }

  @Test("The line of a fatal error is told once, with the place that it names")
  func fatal() throws {
    var run = try running()
    run.say(
      .errorText("careful\n"),
      .errorText("UnrollCell0001/n.md:7: Fatal error: Index out of range\n"),
      .crash(5), .ended(status: 5))
    #expect(run.failure?.message == "Fatal error: Index out of range")
    #expect(run.failure?.location?.line == 7)
    #expect(
      run.session.records[0]?.outputs == [
        .standardOutput("so far\n"), .standardError("careful\n"),
      ])
  }

  @Test("Each way to end has its words")
  func ends() throws {
    var run = try running()
    run.say(.checkFailed(addresses: [], text: "the loss falls"), .ended(status: 6))
    expectOver(run, .trap, "the check does not hold: the loss falls")
    run = try running()
    run.say(.crash(8), .ended(status: 8))
    expectOver(run, .trap, "a division that has no result")
    run = try running()
    run.say(
      .crash(signal: 11, isOverflow: true, isForeign: false, addresses: []), .ended(status: 11))
    expectOver(run, .trap, "the stack overflowed: the recursion goes too deep, or never ends")
    run = try running()
    run.say(.exitCalled(3), .exitCalled(4), .ended(status: 3 << 8))
    expectOver(run, .exit, "the cell called exit(3), which ends the notebook")
    run = try running()
    run.say(.ended(status: 9))
    expectOver(run, .signal, "the cell's process was ended by signal 9 (SIGKILL)")
    run = try running()
    run.say(.ended(status: 2 << 8))
    expectOver(run, .signal, "the cell's process ended with status 2")
    run = try running()
    run.happen(.closed)
    expectOver(run, .lostProcess, "the process that runs cells is gone")
  }

  @Test("An error thrown before exit is the failure, not the exit")
  func thrownThenExit() throws {
    var run = try running()
    run.say(.thrown(addresses: [], text: "e"), .exitCalled(1), .ended(status: 1 << 8))
    expectOver(run, .thrownError, "error thrown: e")
  }

  @Test("A module that cannot be loaded is the failure of its first cell, without a path")
  func notLoaded() throws {
    var run = try ScriptedSession(ScriptedSession.cell())
    run.ready(ScriptedSession.module(0))
    run.say(.loadFailed("/room/m0.so: undefined symbol"))
    expectOver(run, .lostProcess, "the cell cannot be loaded: m0.so: undefined symbol")
  }

  @Test("A broken message is the failure of the cell that runs")
  func broken() throws {
    var run = try running()
    #expect(run.happen(.broken("a flag that is 7, not 0 or 1")).prefix(2) == [.limit(nil), .stop])
    expectOver(run, .brokenMessage, "the cell's process sent a flag that is 7, not 0 or 1")
    #expect(run.session.records[0]?.outputs == [.standardOutput("so far\n")])
  }

  @Test("A message that names another step than the one that runs is broken, and answered")
  func wrongStep() throws {
    for (message, words) in [
      (CellMessage.stepEnded(1), "a message that names step 1, which is not running"),
      (.stepEnded(99), "a message that names step 99, which is not running"),
      (.stepStarted(0), "a message that names step 0, which is not the next to run"),
      (.stepStarted(1), "a message that names step 1, which is not the next to run"),
      (.idle, "a message that the cells have ended, which have not"),
    ] {
      var run = try running()
      let actions = run.say(message)
      expectOver(run, .brokenMessage, "the cell's process sent \(words)")
      #expect(actions.filter { $0 == .acknowledge }.count == (message.isAcknowledged ? 1 : 0))
      #expect(actions.contains(.stop))
    }
  }

  @Test("Before the first step, steps out of order and an early end are broken")
  func early() throws {
    for message in [CellMessage.stepStarted(1), .stepEnded(0), .idle] {
      var run = try ScriptedSession(ScriptedSession.cell(), ScriptedSession.cell())
      run.ready(ScriptedSession.module(0, 1))
      run.say(message)
      #expect(run.failure?.kind == .brokenMessage)
      #expect(run.failure?.location?.line == 2)
    }
  }

  @Test("A process that ends before the first step has begun fails at that step")
  func endedWithoutStep() throws {
    var run = try ScriptedSession(ScriptedSession.cell(), ScriptedSession.cell())
    run.ready(ScriptedSession.module(0, 1))
    run.say(.ended(status: 9))
    expectOver(run, .signal, "the cell's process was ended by signal 9 (SIGKILL)")
    #expect(run.session.records == [0: StepRecord()])
  }

  @Test("A process that ends between two steps does not give the second what the first printed")
  func endedBetweenSteps() throws {
    var run = try running()
    run.say(.unrepeatable(.clock, ""), .stepEnded(0), .crash(11), .ended(status: 11))
    #expect(run.failure?.location?.line == 6)
    #expect(run.session.records[0]?.outputs == [.standardOutput("so far\n")])
    #expect(run.session.records[1] == StepRecord())
  }

  @Test("A process that ends after its last step leaves that step's record, but not in the store")
  func endedAfterTheLastStep() throws {
    var run = try ScriptedSession(ScriptedSession.cell())
    run.ready(ScriptedSession.module(0))
    run.say(.stepStarted(0), .text("done\n"), .file(.written, path: "/book/a"), .stepEnded(0))
    let record = run.session.records[0]
    #expect(record?.written == ["a": "left in a"])
    run.say(.crash(11), .ended(status: 11))
    #expect(run.failure?.kind == .trap)
    #expect(run.session.records[0] == record)
    #expect(run.log.contains(.forget(step: 0)))
  }

  @Test("Nothing changes a run that is over")
  func over() throws {
    var run = try running()
    run.say(.ended(status: 9))
    let (records, failures) = (run.session.records, run.session.failures)
    let failure = Failure(kind: .compileError, message: "late")
    for event: Session.Event in [
      .transport(.message(.stepEnded(0), isAwaited: true)), .transport(.closed),
      .transport(.deadline), .transport(.broken("x")), .ready(ScriptedSession.module(1)),
      .notCompiled(step: 1, failure, expectsError: false),
      .notCompiled(step: 1, failure, expectsError: true),
    ] {
      #expect(run.handle(event) == [])
    }
    #expect(run.session.records == records && run.session.failures == failures)
    #expect(run.session.statuses.keys.sorted() == [0])
  }

  @Test("A cell that does not compile ends the run; others below have errors of their own")
  func notCompiled() throws {
    var run = try ScriptedSession(ScriptedSession.cell(), ScriptedSession.cell())
    let (first, second) = (
      Failure(kind: .compileError, message: "a"), Failure(kind: .compileError, message: "b")
    )
    #expect(run.handle(.notCompiled(step: 0, first, expectsError: false)) == [.limit(nil)])
    #expect(run.session.endsWithCompileError && run.session.phase == .over)
    #expect(run.handle(.alsoNotCompiled(step: 1, second)) == [])
    #expect(run.session.failures == [first, second])
    #expect(run.session.statuses == [0: .failed(first), 1: .failed(second)])
    #expect(run.session.isComplete(RunPlan(withoutCache: run.session.notebook)))
  }

  @Test("A failure while an expected one's state is brought back says so")
  func restoring() throws {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell("fail()", "error: true"),
      ScriptedSession.cell())
    run.run(0)
    run.ready(ScriptedSession.module(1, expectsError: true))
    run.say(
      .snapshotRefused, .stepStarted(1), .thrown(addresses: [], text: "e"), .ended(status: 256))
    run.ready(ScriptedSession.module(2))
    run.say(.stepStarted(0), .text("different\n"), .ended(status: 9))
    #expect(run.session.phase == .over)
    #expect(run.failure?.message.contains("failed the second time") == true)
    #expect(run.failure?.location?.line == 2)
    #expect(run.session.records[0] == StepRecord())
  }
}
