import Charts
import Testing

@testable import Runs

@Suite struct StepOutputsTests {
  private static let cut = CellOutput.truncated(stream: "output", keptBytes: StepOutputs.kept)

  @Test("Writes of one stream are one piece, whatever way a character or a control is cut")
  func joined() {
    var outputs = StepOutputs()
    for byte in "λ\u{1B}[1mbold\u{1B}[0m\r\n".utf8 { outputs.append([byte], isError: false) }
    outputs.append(Array("e".utf8), isError: true)
    outputs.append(Array("rr\n".utf8), isError: true)
    #expect(outputs.outputs() == [.standardOutput("λbold\n"), .standardError("err\n")])
    #expect(outputs.printed == 20 && outputs.errorText == "err\n")
  }

  @Test("Text up to the limit is whole; a byte more says that it was cut")
  func limit() {
    var outputs = StepOutputs()
    outputs.append([UInt8](repeating: 0x61, count: StepOutputs.kept), isError: false)
    let whole = CellOutput.standardOutput(String(repeating: "a", count: StepOutputs.kept))
    #expect(outputs.outputs() == [whole])
    outputs.append([0x62], isError: true)
    outputs.append(.text("still shown"))
    #expect(outputs.outputs() == [whole, .figure(.text("still shown")), Self.cut])
    #expect(outputs.printed == StepOutputs.kept + 1)
  }

  @Test("A cut goes through no character", arguments: ["é", "€", "𝄞"])
  func character(_ character: String) {
    for offset in 0..<4 {
      var outputs = StepOutputs()
      outputs.append([UInt8](repeating: 0x61, count: offset), isError: false)
      let text = String(repeating: character, count: StepOutputs.kept)
      outputs.append(Array(text.utf8), isError: false)
      guard case .standardOutput(let kept)? = outputs.outputs().first else {
        Issue.record("nothing is kept")
        return
      }
      #expect(!kept.contains("\u{FFFD}") && kept.utf8.count > StepOutputs.kept - 4)
    }
  }

  @Test("Bytes that are not UTF-8 keep their marks, at the cut too")
  func faulty() {
    var outputs = StepOutputs()
    outputs.append([0x61, 0xFF, 0x80], isError: false)
    #expect(outputs.outputs() == [.standardOutput("a\u{FFFD}\u{FFFD}")])
    outputs.append([UInt8](repeating: 0x80, count: StepOutputs.kept), isError: false)
    guard case .standardOutput(let kept)? = outputs.outputs().first else { return }
    #expect(kept.hasSuffix("\u{FFFD}"))
  }

  @Test("Many small writes cost no more than their bytes", .timeLimit(.minutes(1)))
  func small() {
    let clock = ContinuousClock()
    let time = clock.measure {
      var outputs = StepOutputs()
      for _ in 0..<(StepOutputs.kept / 2) { outputs.append([0x61, 0x0A], isError: false) }
      #expect(outputs.printed == StepOutputs.kept)
    }
    // Copying what is there at every write takes half a minute.
    #expect(time < .seconds(5))
  }

  @Test("A line that is told elsewhere is left out once, the last one")
  func dropping() {
    var outputs = StepOutputs()
    outputs.append(Array("boom\nboom\n".utf8), isError: true)
    #expect(outputs.outputs(dropping: "boom\n") == [.standardError("boom\n")])
    var only = StepOutputs()
    only.append(Array("boom\n\n".utf8), isError: true)
    only.append(Array("boom\n".utf8), isError: false)
    #expect(only.outputs(dropping: "boom\n") == [.standardOutput("boom\n")])
  }

  @Test("Neighbouring pieces of one stream become one")
  func neighbours() {
    #expect(
      CellOutput.joined([
        .standardOutput("a"), .standardOutput("b"), .standardError("c"), .standardError("d"),
        .figure(.text("f")), .standardOutput("g"), Self.cut, .standardOutput("h"),
      ]) == [
        .standardOutput("ab"), .standardError("cd"), .figure(.text("f")), .standardOutput("g"),
        Self.cut, .standardOutput("h"),
      ])
  }
}
