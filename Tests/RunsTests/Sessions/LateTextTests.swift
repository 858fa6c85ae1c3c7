import CellMessages
import Testing

@testable import Runs

/// Text of threads that go on when their cell has ended.
@Suite struct LateTextTests {
  private func running() throws -> ScriptedSession {
    var run = try ScriptedSession(ScriptedSession.cell(), ScriptedSession.cell())
    run.run(0, .text("own\n"))
    run.ready(ScriptedSession.module(1))
    run.say(.stepStarted(1))
    return run
  }

  @Test("It stands with its cell, which is not kept, and the author is told once")
  func birth() throws {
    var run = try running()
    let first = run.say(.text("late\n", birth: 0))
    #expect(first.first == .forget(step: 0) && first.count == 2)
    #expect(
      run.warnings == ["1: a thread of the cell went on when the cell had ended, and printed"])
    #expect(run.say(.text("later\n", birth: 0)) == [])
    #expect(run.say(.errorText("worse\n", birth: 0)) == [])
    #expect(run.say(.figure(birth: 0, .text("picture"))) == [])
    run.say(.text("of the second\n", birth: 1), .text("plain\n"), .stepEnded(1), .idle)
    #expect(
      run.session.records[0]?.outputs == [
        .standardOutput("own\nlate\nlater\n"), .standardError("worse\n"),
        .figure(.text("picture")),
      ])
    #expect(run.session.records[0]?.sources == [StepSource(source: .thread, detail: "")])
    #expect(run.session.records[1]?.outputs == [.standardOutput("of the second\nplain\n")])
  }

  @Test("Between two steps it stands with the one that ended last")
  func between() throws {
    var run = try running()
    run.say(.stepEnded(1))
    #expect(run.happen(.foreignOutput(Array("child\n".utf8))).first == .forget(step: 1))
    run.say(.text("thread\n"), .idle)
    #expect(run.session.records[1]?.outputs == [.standardOutput("child\nthread\n")])
    #expect(run.session.records[0]?.outputs == [.standardOutput("own\n")])
  }

  @Test("A thread of a step that no record names prints where the running cell prints")
  func unknownBirth() throws {
    var run = try running()
    run.say(.text("a\n", birth: 77), .text("b\n", birth: 1), .stepEnded(1), .idle)
    #expect(run.session.records[1]?.outputs == [.standardOutput("a\nb\n")])
    #expect(run.session.records.keys.sorted() == [0, 1])
  }

  @Test("A thread that prints without end fills no more of the record than a cell may")
  func endless() throws {
    var run = try running()
    let part = String(repeating: "x", count: 50_000) + "\n"
    for _ in 0..<40 { run.say(.text(part, birth: 0)) }
    run.say(.stepEnded(1), .idle)
    let outputs = try #require(run.session.records[0]?.outputs)
    #expect(outputs.count == 2)
    guard case .standardOutput(let text) = outputs[0] else {
      Issue.record("\(outputs.count) outputs")
      return
    }
    #expect(text.hasPrefix("own\nxxx") && text.utf8.count == StepOutputs.kept)
    #expect(outputs[1] == .truncated(stream: "output", keptBytes: StepOutputs.kept))
    #expect(run.session.failures.isEmpty)
  }

  @Test("What a thread shows first after its cell is told of as what it prints")
  func figure() throws {
    var run = try running()
    let actions = run.say(.figure(birth: 0, .text("late")), .figure(birth: 1, .text("own")))
    #expect(actions.first == .forget(step: 0) && actions.count == 2)
    run.say(.figure(birth: nil, .text("mine")), .stepEnded(1), .figure(.text("after")), .idle)
    #expect(
      run.session.records[0]?.outputs == [.standardOutput("own\n"), .figure(.text("late"))])
    #expect(
      run.session.records[1]?.outputs
        == [.figure(.text("own")), .figure(.text("mine")), .figure(.text("after"))])
    #expect(run.session.records[1]?.sources == [StepSource(source: .thread, detail: "")])
  }

  @Test("A thread that prints more than a cell may is stopped, at its cell")
  func flood() throws {
    var run = try running()
    let part = String(repeating: "x", count: 1 << 20)
    for _ in 0..<63 { run.say(.text(part, birth: 0)) }
    run.say(.text(String(part.dropLast("own\n".utf8.count)), birth: 0))
    #expect(!run.log.contains(.stop))
    #expect(run.say(.text("xxxxx", birth: 0)) == [.limit(nil), .stop])
    run.say(.ended(status: 9))
    #expect(run.failure?.kind == .outputFlood && run.failure?.location?.line == 2)
  }

  @Test("What a thread says before it ends the process is the failure's message")
  func fatal() throws {
    var run = try running()
    run.say(
      .errorText("UnrollCell0001/n.md:3: Fatal error: Index out of range\n", birth: 0),
      .crash(5), .ended(status: 5))
    #expect(run.failure?.message == "Fatal error: Index out of range")
    #expect(run.failure?.location?.line == 3)
  }
}
