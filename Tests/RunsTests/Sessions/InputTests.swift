import CellMessages
import Testing

@testable import Runs

@Suite struct InputTests {
  private func inputs(_ run: ScriptedSession, _ step: Int) -> [String] {
    (run.session.records[step]?.inputs ?? []).map { "\($0.kind) \($0.name): \($0.found)" }
  }

  @Test("What a cell looks at is an input, each once, in an order of its own")
  func looks() throws {
    var run = try ScriptedSession(ScriptedSession.cell())
    run.run(
      0, .file(.lookedFor, path: "/book/z"), .file(.read, path: "/book/b"),
      .file(.read, path: "/book/b"), .file(.listed, path: "/book/data"),
      .file(.read, path: "/etc/hosts"), .file(.read, path: "/book/a"),
      .unrepeatable(.environment, "LANG"), .unrepeatable(.environment, "LANG"))
    #expect(
      inputs(run, 0) == [
        "content /etc/hosts: content of /etc/hosts", "content a: content of a",
        "content b: content of b", "names data: names of data", "presence z: presence of z",
        "variable LANG: variable of LANG",
      ])
    #expect(run.session.records[0]?.written == [:])
    #expect(run.log.filter { $0 == .acknowledge }.count == 7)
    #expect(run.warnings.isEmpty)
  }

  @Test(
    "What a cell has written itself is no input; what it read before, or one above wrote, is one")
  func products() throws {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell(), ScriptedSession.cell())
    run.run(
      0, .file(.read, path: "/book/log"), .file(.written, path: "/book/log"),
      .file(.written, path: "/book/made"), .file(.read, path: "/book/made"),
      .file(.read, path: "/book/log"))
    #expect(inputs(run, 0) == ["content log: content of log"])
    #expect(run.session.records[0]?.written == ["log": "left in log", "made": "left in made"])
    run.run(1, .file(.read, path: "/book/made"), .file(.lookedFor, path: "/book/made"))
    #expect(
      inputs(run, 1) == ["content made: content of made", "presence made: presence of made"])
    run.run(2, .file(.written, path: "/book/made"), .file(.read, path: "/book/other"))
    #expect(inputs(run, 2) == ["content other: content of other"])
    #expect(run.session.records[2]?.written == ["made": "left in made"])
  }

  @Test("A file that is looked at while no step runs is nobody's input, and is answered")
  func between() throws {
    var run = try ScriptedSession(ScriptedSession.cell())
    run.ready(ScriptedSession.module(0))
    #expect(run.say(.file(.read, path: "/book/early")) == [.acknowledge])
    run.say(.stepStarted(0), .stepEnded(0))
    #expect(run.say(.file(.read, path: "/book/late")) == [.acknowledge])
    #expect(run.say(.unrepeatable(.clock, "")) == [])
    run.say(.idle)
    #expect(run.session.records == [0: StepRecord()])
  }

  @Test("Each source that need not repeat is told once; a thread even of a volatile cell")
  func warnings() throws {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell("now()", "volatile: true"))
    let sources: [CellMessage] = [
      .unrepeatable(.clock, ""), .unrepeatable(.clock, ""), .unrepeatable(.random, ""),
      .unrepeatable(.program, "date"), .unrepeatable(.program, "ls"),
      .unrepeatable(.network, ""),
    ]
    run.ready(ScriptedSession.module(0))
    run.say(.stepStarted(0))
    for source in sources { run.say(source) }
    run.say(.stepEnded(0), .idle)
    #expect(
      run.warnings == [
        "1: the cell reads the clock", "1: the cell draws from the system's random numbers",
        "1: the cell starts another program (date)", "1: the cell opens a connection",
      ])
    #expect(run.session.records[0]?.sources.map(\.detail) == ["", "", "date", "ls", ""])
    run.ready(ScriptedSession.module(1))
    run.say(.stepStarted(1))
    for source in sources { run.say(source) }
    run.say(.stepEnded(1), .idle)
    #expect(run.warnings.count == 4)
    #expect(run.session.records[1]?.sources.count == 5)
    run.ready(ScriptedSession.module(1))
    run.say(.text("late\n", birth: 1))
    #expect(run.warnings.count == 5)
    #expect(run.warnings.last?.hasPrefix("5: a thread of the cell went on") == true)
  }
}
