import CellMessages
import Charts
import Testing

@Suite struct RoundTripTests {
  @Test("Every message comes out as it went in", arguments: MessageRows.messages.indices)
  func message(index: Int) throws {
    let message = MessageRows.messages[index]
    let frame = try message.frame()
    #expect(!frame.isAwaited)
    #expect(try CellMessage(frame) == message)
    let awaited = Frame(kind: frame.kind | 0x80, payload: frame.payload)
    #expect(awaited.isAwaited && awaited.plainKind == frame.kind)
    #expect(try CellMessage(awaited) == message)
  }

  @Test("Every command comes out as it went in", arguments: MessageRows.commands.indices)
  func command(index: Int) throws {
    let command = MessageRows.commands[index]
    #expect(try CellCommand(command.frame) == command)
  }

  @Test("No kind of message or command is without a row, and no two share a byte")
  func kinds() throws {
    let messages = Set(try MessageRows.messages.map { try $0.frame().kind })
    #expect(
      messages == MessageRows.known { (frame) throws(BrokenMessage) in _ = try CellMessage(frame) })
    let names = Set(
      MessageRows.messages.map { "\($0)".prefix { $0 != "(" } })
    #expect(messages.count == names.count)
    let commands = Set(MessageRows.commands.map(\.frame.kind))
    #expect(
      commands == MessageRows.known { (frame) throws(BrokenMessage) in _ = try CellCommand(frame) })
    #expect(commands.count == 3)
  }

  @Test("A number that is none survives, and tells a difference from others")
  func losses() {
    let none = Progress(step: 1, total: 2, loss: .nan, tokens: 3)
    #expect(none == none)
    #expect(none != Progress(step: 1, total: 2, loss: 0, tokens: 3))
    #expect(none != Progress(step: 2, total: 2, loss: .nan, tokens: 3))
  }

  @Test("Only what the process waits for is acknowledged")
  func acknowledged() {
    let kinds = Set(
      MessageRows.messages.filter(\.isAcknowledged).map { String("\($0)".prefix { $0 != "(" }) })
    #expect(kinds == ["alive", "stepEnded", "file", "drain"])
  }

  @Test("Text that is not UTF-8 is read with marks in the places of its faults")
  func faultyText() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0x62]
    let kind = try CellMessage.inlineValue("").frame().kind
    #expect(
      try CellMessage(Frame(kind: kind, payload: [3, 0, 0, 0] + bytes))
        == .inlineValue("a\u{FFFD}b"))
    var file = try CellMessage.file(.read, path: "").frame()
    file.payload += bytes
    #expect(try CellMessage(file) == .file(.read, path: "a\u{FFFD}b"))
  }
}
