import CCellMessages
import CellMessages
import Testing

@Suite struct BrokenMessageTests {
  /// Kinds whose payload ends in bytes that take what is left, and how many bytes stand before them.
  private static let open: [UInt8: Int] = [
    UInt8(CELL_MESSAGE_PRINTED): 5, UInt8(CELL_MESSAGE_FILE): 1,
    UInt8(CELL_MESSAGE_UNREPEATABLE): 1,
  ]

  @Test("A payload that is cut short is broken", arguments: MessageRows.messages.indices)
  func cut(index: Int) throws {
    let frame = try MessageRows.messages[index].frame()
    let least = Self.open[frame.kind] ?? frame.payload.count
    for count in Set(0..<min(least, 512)).union(max(0, least - 8)..<least) {
      let cut = Frame(kind: frame.kind, payload: Array(frame.payload.prefix(count)))
      #expect(throws: BrokenMessage.self, "\(count) bytes") { try CellMessage(cut) }
    }
  }

  @Test("A payload with a byte too many is broken", arguments: MessageRows.messages.indices)
  func lengthened(index: Int) throws {
    let frame = try MessageRows.messages[index].frame()
    for byte: UInt8 in [0, 0x7B, 0xFF] {
      let long = Frame(kind: frame.kind, payload: frame.payload + [byte])
      if Self.open[frame.kind] == nil {
        #expect(throws: BrokenMessage.self) { try CellMessage(long) }
      } else {
        #expect(try CellMessage(long) != MessageRows.messages[index])
      }
    }
  }

  @Test(
    "A command that is cut short or too long is broken", arguments: MessageRows.commands.indices)
  func commands(index: Int) {
    let frame = MessageRows.commands[index].frame
    for count in 0..<frame.payload.count {
      let cut = Frame(kind: frame.kind, payload: Array(frame.payload.prefix(count)))
      #expect(throws: BrokenMessage.self, "\(count) bytes") { try CellCommand(cut) }
    }
    #expect(throws: BrokenMessage.self) {
      try CellCommand(Frame(kind: frame.kind, payload: frame.payload + [0]))
    }
  }

  @Test("A step below 0 is refused; a printing thread without one is of no step")
  func negative() throws {
    for message in [CellMessage.stepStarted(0), .stepEnded(0)] {
      let frame = Frame(kind: try message.frame().kind, payload: [0xFF, 0xFF, 0xFF, 0xFF])
      #expect(throws: BrokenMessage.self) { try CellMessage(frame) }
    }
    var load = CellCommand.load(library: "", entry: "", seeds: [.init(step: 0, seed: 1)]).frame
    load.payload[15] = 0x80
    #expect(throws: BrokenMessage.self) { try CellCommand(load) }
    for birth: UInt8 in [0xFF, 0x80] {
      let printed = Frame(kind: UInt8(CELL_MESSAGE_PRINTED), payload: [0, 0, 0, birth, 0, 0x61])
      #expect(try CellMessage(printed) == .printed(birth: nil, isError: false, [0x61]))
    }
  }

  @Test("Counts that promise more than there is take no memory and are broken")
  func promises() throws {
    let much: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    for message: CellMessage in [
      .loadFailed(""), .inlineValue(""), .thrown(addresses: [], text: ""),
      .checkFailed(addresses: [], text: ""),
    ] {
      let frame = Frame(kind: try message.frame().kind, payload: much)
      #expect(throws: BrokenMessage.self) { try CellMessage(frame) }
    }
    let crash = Frame(
      kind: UInt8(CELL_MESSAGE_CRASH), payload: Array(repeating: 0, count: 8) + much)
    #expect(throws: BrokenMessage.self) { try CellMessage(crash) }
    let seeds = CellCommand.load(library: "", entry: "", seeds: []).frame
    #expect(throws: BrokenMessage.self) {
      try CellCommand(Frame(kind: seeds.kind, payload: seeds.payload.dropLast(4) + much))
    }
  }

  @Test("One address more than there can be is broken")
  func addresses() throws {
    let most = Array(repeating: UInt64(7), count: Int(CELL_MOST_ADDRESSES))
    #expect(throws: Never.self) {
      try CellMessage(CellMessage.thrown(addresses: most, text: "").frame())
    }
    #expect(throws: BrokenMessage.self) {
      try CellMessage(CellMessage.thrown(addresses: most + [7], text: "").frame())
    }
  }

  @Test("Figures nested without end are broken, not the end of the reader")
  func nested() throws {
    let kind = try CellMessage.figure(.text("")).frame().kind
    let group = Array(#"{"group":{"columns":1,"_0":["#.utf8)
    for count in [400, 100_000] {
      let payload = [0, 0, 0, 0] + Array(repeatElement(group, count: count).joined())
      #expect(throws: BrokenMessage.self) { try CellMessage(Frame(kind: kind, payload: payload)) }
    }
    let whole =
      [0, 0, 0, 0] + Array(repeatElement(group, count: 100_000).joined())
      + Array(repeatElement(Array("]}}".utf8), count: 100_000).joined())
    #expect(throws: BrokenMessage.self) { try CellMessage(Frame(kind: kind, payload: whole)) }
  }

  @Test("Unknown bytes for a flag, a use or a source are broken", arguments: UInt8.min...UInt8.max)
  func bytes(byte: UInt8) {
    func isRead(_ kind: Int, _ payload: [UInt8]) -> Bool {
      (try? CellMessage(Frame(kind: UInt8(kind), payload: payload))) != nil
    }
    #expect(isRead(Int(CELL_MESSAGE_PRINTED), [0, 0, 0, 0, byte]) == (byte < 2))
    #expect(isRead(Int(CELL_MESSAGE_FILE), [byte]) == "rlsw".utf8.contains(byte))
    #expect(isRead(Int(CELL_MESSAGE_UNREPEATABLE), [byte]) == "crepnt".utf8.contains(byte))
  }
}
