import CellMessages
import Testing

@testable import Runs

/// Steps that run for their state alone.
@Suite struct RestoredStepTests {
  private static let known = StepRecord(outputs: [.standardOutput("known\n")])

  private func session() throws -> ScriptedSession {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell(), restored: [0: Self.known])
    run.ready(ScriptedSession.module(0, 1))
    run.say(.stepStarted(0), .text("other\n"), .stepEnded(0))
    return run
  }

  @Test("What they gave stands, whatever they print, and nothing of them is kept anew")
  func record() throws {
    let run = try session()
    #expect(run.session.records == [0: Self.known])
    #expect(!run.log.contains(.keep(step: 0)))
  }

  @Test("What their threads print later is nobody's")
  func late() throws {
    var run = try session()
    run.say(
      .stepStarted(1), .text("late\n", birth: 0), .figure(birth: 0, .text("late")),
      .text("own\n"), .stepEnded(1), .idle)
    #expect(
      run.session.records == [0: Self.known, 1: StepRecord(outputs: [.standardOutput("own\n")])])
  }

  @Test("One that fails this time is a failure")
  func failing() throws {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell(), restored: [0: Self.known])
    run.ready(ScriptedSession.module(0, 1))
    run.say(.stepStarted(0), .ended(status: 9))
    #expect(run.failure?.kind == .signal && run.failure?.location?.line == 2)
  }
}
