import CellMessages
import Testing

@testable import Runs

@Suite struct LimitTests {
  private static let own = ScriptedSession.cell("slow()", "timeout: 2.5")
  private static let expected = ScriptedSession.cell("slow()", "timeout: 2.5", "error: true")

  private func run(
    _ cell: String, front: String = "", override: Double? = nil
  ) throws -> ScriptedSession {
    var options = RunOptions()
    options.timeoutOverride = override
    return try ScriptedSession(cell, ScriptedSession.cell(), options: options, front: front)
  }

  @Test(
    "The cell's limit wins over the command line's, that over the notebook's, that over the default",
    arguments: [
      (own, "", nil, 2.5), (own, "timeout: 9", 7, 2.5),
      (ScriptedSession.cell(), "timeout: 9", 7, 7),
      (ScriptedSession.cell(), "timeout: 9", nil, 9), (ScriptedSession.cell(), "", 7, 7),
      (ScriptedSession.cell(), "", nil, 300),
    ] as [(String, String, Double?, Double)])
  func order(cell: String, front: String, override: Double?, limit: Double) throws {
    var run = try run(cell, front: front, override: override)
    run.ready(ScriptedSession.module(0))
    #expect(run.say(.stepStarted(0)).first == .limit(limit))
    #expect(run.happen(.deadline) == [.limit(nil), .stop])
    #expect(run.session.phase != .over)
    run.say(.ended(status: 15))
    let seconds = limit == 2.5 ? "2.5" : "\(Int(limit))"
    #expect(run.failure?.kind == .timeout)
    #expect(run.failure?.message == "stopped after \(seconds) s, the limit for a cell")
  }

  @Test("A time-out is expected where the notebook sets the limit, and not kept")
  func ownLimit() throws {
    for (cell, front) in [
      (Self.expected, ""), (ScriptedSession.cell("slow()", "error: true"), "timeout: 4"),
    ] {
      var run = try run(cell, front: front)
      run.ready(ScriptedSession.module(0, expectsError: true))
      run.say(.stepStarted(0))
      run.happen(.deadline)
      #expect(run.say(.ended(status: 15)) == [.limit(nil)])
      #expect(run.session.phase == .ready)
      #expect(run.session.records[0]?.expectedFailure?.kind == .timeout)
    }
  }

  @Test(
    "A limit of the command line or the default is never the expected failure",
    arguments: [nil, 7.0])
  func otherLimit(override: Double?) throws {
    var run = try run(
      ScriptedSession.cell("slow()", "error: true"), front: override == nil ? "" : "timeout: 4",
      override: override)
    run.ready(ScriptedSession.module(0, expectsError: true))
    run.say(.stepStarted(0))
    run.happen(.deadline)
    run.say(.ended(status: 15))
    #expect(run.session.phase == .over && run.failure?.kind == .timeout)
    #expect(run.session.records[0]?.expectedFailure == nil)
    #expect(!run.log.contains(.keep(step: 0)))
  }

  @Test("Memory over the limit stops the cell, expected or not", arguments: [true, false])
  func memory(isExpected: Bool) throws {
    var run = try run(ScriptedSession.cell("grow()", "error: \(isExpected)"))
    run.ready(ScriptedSession.module(0, expectsError: isExpected))
    run.say(.stepStarted(0))
    #expect(run.happen(.memory(9 << 30)) == [.limit(nil), .stop])
    // A second look before the process has ended stops nothing twice.
    #expect(run.happen(.memory(10 << 30)) == [])
    #expect(run.happen(.deadline) == [])
    run.say(.ended(status: 9))
    #expect(
      run.failure?.message == "the cell held more than 8192 MiB of memory and was stopped")
    #expect(run.session.phase == .over && !run.log.contains(.keep(step: 0)))
  }

  @Test("A stop between a step's end and its module's end is the failure that was found")
  func stopAfterTheStep() throws {
    var run = try run(ScriptedSession.cell())
    run.ready(ScriptedSession.module(0))
    run.say(.stepStarted(0), .stepEnded(0))
    #expect(run.happen(.memory(9 << 30)) == [.limit(nil), .stop])
    #expect(run.say(.idle) == [])
    #expect(run.session.phase != .ready)
    run.say(.ended(status: 9))
    #expect(run.failure?.kind == .outOfMemory)
    #expect(run.session.phase == .over)
  }

  @Test("What comes between a stop and the end changes nothing of the verdict")
  func afterTheStop() throws {
    var run = try run(Self.own)
    run.ready(ScriptedSession.module(0))
    run.say(.stepStarted(0))
    run.happen(.deadline)
    run.say(.text("still\n"), .thrown(addresses: [], text: "e"), .stepEnded(5), .stepStarted(7))
    run.happen(.broken("half a message"))
    #expect(run.say(.stepEnded(0)) == [.acknowledge])
    run.say(.crash(15))
    run.happen(.closed)
    #expect(run.failure?.kind == .timeout && run.session.failures.count == 1)
    #expect(run.session.records[0]?.outputs == [.standardOutput("still\n")])
  }

  @Test("A flood of text stops the cell; what is kept says where it was cut")
  func flood() throws {
    for isExpected in [false, true] {
      var run = try run(ScriptedSession.cell("flood()", "error: \(isExpected)"))
      run.ready(ScriptedSession.module(0, expectsError: isExpected))
      run.say(.stepStarted(0))
      let part = [UInt8](repeating: 0x61, count: 1 << 20)
      for _ in 0..<64 { #expect(run.happen(.foreignOutput(part)) == []) }
      #expect(run.happen(.foreignOutput([0x61])) == [.limit(nil), .stop])
      #expect(run.happen(.foreignOutput(part)) == [])
      run.say(.ended(status: 15))
      let record = run.session.records[0]
      #expect(record?.outputs.count == 2)
      #expect(
        record?.outputs.last == .truncated(stream: "output", keptBytes: StepOutputs.kept))
      #expect((run.session.phase == .over) == !isExpected)
      #expect(run.log.contains(.keep(step: 0)) == isExpected)
      #expect((record?.expectedFailure ?? run.failure)?.kind == .outputFlood)
    }
  }
}
