import CellMessages
import Charts
import Testing

@testable import Runs

@Suite struct GoodRunTests {
  @Test("A run of several modules and inline values is a list of actions and a record each")
  func run() throws {
    var run = try ScriptedSession(
      ScriptedSession.cell(), "A value `{swift} 1 + 1` in a text.\n", ScriptedSession.cell())
    #expect(run.ready(ScriptedSession.module(0, 1)) == [ScriptedSession.load(0, 1)])
    #expect(run.say(.alive(process: 7), .loaded(base: 4096)) == [.acknowledge])
    #expect(run.say(.stepStarted(0)) == [.limit(300), .observe(.cellStarted(0))])
    #expect(run.say(.text("one\n")) == [])
    #expect(
      run.say(.stepEnded(0))
        == [.limit(nil), .keep(step: 0), .observe(.cellFinished(0)), .acknowledge])
    #expect(run.say(.stepStarted(1)) == [.limit(300)])
    #expect(run.say(.inlineValue("2")) == [])
    #expect(run.say(.stepEnded(1)) == [.limit(nil), .keep(step: 1), .acknowledge])
    #expect(run.say(.idle) == [.limit(nil)])
    #expect(run.session.phase == .ready)
    #expect(run.ready(ScriptedSession.module(2)) == [ScriptedSession.load(2)])
    run.say(.stepStarted(2), .stepEnded(2), .idle)
    #expect(run.session.phase == .ready)
    #expect(run.session.failures.isEmpty && run.session.statuses.isEmpty)
    #expect(
      run.session.records == [
        0: StepRecord(outputs: [.standardOutput("one\n")]), 1: StepRecord(inlineText: "2"),
        2: StepRecord(),
      ])
    let plan = RunPlan(withoutCache: run.session.notebook)
    #expect(run.session.isComplete(plan))
  }

  @Test("Text, errors and figures stand in the order in which they came")
  func order() throws {
    var run = try ScriptedSession(ScriptedSession.cell())
    let figure = Figure.text("a picture")
    run.run(
      0, .text("a"), .text("b\n"), .figure(figure), .text("c\n"), .errorText("d\n"),
      .text("e\n"))
    #expect(
      run.session.records[0]?.outputs == [
        .standardOutput("ab\n"), .figure(figure), .standardOutput("c\n"), .standardError("d\n"),
        .standardOutput("e\n"),
      ])
  }

  @Test("What other processes print stands between what the cell prints")
  func foreign() throws {
    var run = try ScriptedSession(ScriptedSession.cell())
    run.ready(ScriptedSession.module(0))
    run.say(.stepStarted(0), .text("before\n"))
    #expect(run.happen(.foreignOutput(Array("child\n".utf8))) == [])
    #expect(run.say(.drain) == [.acknowledge])
    run.say(.text("after\n"), .stepEnded(0), .idle)
    #expect(run.session.records[0]?.outputs == [.standardOutput("before\nchild\nafter\n")])
  }

  @Test("A training's progress is passed on")
  func progress() throws {
    var run = try ScriptedSession(ScriptedSession.cell())
    run.ready(ScriptedSession.module(0))
    let progress = Progress(step: 1, total: 2, loss: .nan, tokens: 3)
    #expect(run.say(.stepStarted(0), .progress(progress)).last == .observe(.progress(progress)))
  }

  @Test("The name of a cell's module is shown in no text")
  func names() throws {
    var run = try ScriptedSession(ScriptedSession.cell(), "`{swift} x`\n")
    run.run(0, .text("UnrollCell0001.Dog\n"), .figure(.text("UnrollCell0002.Cat")))
    run.run(1, .inlineValue("UnrollCell0003.Cow"))
    #expect(
      run.session.records[0]?.outputs == [
        .standardOutput("main.Dog\n"), .figure(.text("main.Cat")),
      ])
    #expect(run.session.records[1]?.inlineText == "main.Cow")
  }

  @Test("What happens while no module runs is passed over, and nothing waits for an answer")
  func idle() throws {
    var run = try ScriptedSession(ScriptedSession.cell(), ScriptedSession.cell())
    #expect(run.say(.stepEnded(0), .idle, .drain) == [])
    #expect(run.happen(.closed) == [])
    run.run(0)
    #expect(run.say(.stepStarted(1), .text("x")) == [])
    #expect(run.session.phase == .ready && run.session.records.count == 1)
  }

  @Test("A module that comes while another runs, or after the end, is not started")
  func twice() throws {
    var run = try ScriptedSession(ScriptedSession.cell(), ScriptedSession.cell())
    run.ready(ScriptedSession.module(0))
    #expect(run.ready(ScriptedSession.module(1)) == [])
    run.happen(.closed)
    #expect(run.session.phase == .over)
    #expect(run.ready(ScriptedSession.module(1)) == [])
  }

  @Test("A run is complete when every step that can run has a record")
  func complete() throws {
    var run = try ScriptedSession(
      ScriptedSession.cell(), ScriptedSession.cell("shown", "run: false"), ScriptedSession.cell())
    let plan = RunPlan(withoutCache: run.session.notebook)
    run.run(0)
    #expect(!run.session.isComplete(plan))
    run.run(2)
    #expect(run.session.isComplete(plan))
  }
}
