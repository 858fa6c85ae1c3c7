import CCellMessages
import CellMessages
import Testing

/// What C writes by its header is what Swift writes: the bytes stand here as C puts them together.
@Suite struct HeaderTests {
  private func frame(_ kind: Int, _ payload: [UInt8]) -> [UInt8] {
    [UInt8(payload.count), 0, 0, 0, UInt8(kind)] + payload
  }

  @Test("Printed text")
  func printed() throws {
    let kind = Int(CELL_MESSAGE_PRINTED)
    #expect(
      try CellMessage.printed(birth: 258, isError: true, [0x61]).frame().bytes
        == frame(kind, [2, 1, 0, 0, 1, 0x61]))
    #expect(
      try CellMessage.printed(birth: nil, isError: false, []).frame().bytes
        == frame(kind, [0xFF, 0xFF, 0xFF, 0xFF, 0]))
  }

  @Test("A crash")
  func crash() throws {
    let message = CellMessage.crash(
      signal: 11, isOverflow: true, isForeign: true, addresses: [0x0102_0304_0506_0708])
    #expect(
      try message.frame().bytes
        == frame(
          Int(CELL_MESSAGE_CRASH),
          [11, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1]))
  }

  @Test(
    "A look at a file",
    arguments: [
      (FileUse.read, CELL_FILE_READ), (.listed, CELL_FILE_LISTED),
      (.lookedFor, CELL_FILE_LOOKED_FOR), (.written, CELL_FILE_WRITTEN),
    ].map { ($0.0, Int($0.1)) })
  func file(use: FileUse, byte: Int) throws {
    #expect(
      try CellMessage.file(use, path: "/a").frame().bytes
        == frame(Int(CELL_MESSAGE_FILE), [UInt8(byte), 0x2F, 0x61]))
  }

  @Test(
    "A source that need not repeat",
    arguments: [
      (UnrepeatableSource.clock, CELL_SOURCE_CLOCK), (.random, CELL_SOURCE_RANDOM),
      (.environment, CELL_SOURCE_ENVIRONMENT), (.program, CELL_SOURCE_PROGRAM),
      (.network, CELL_SOURCE_NETWORK), (.thread, CELL_SOURCE_THREAD),
    ].map { ($0.0, Int($0.1)) })
  func source(source: UnrepeatableSource, byte: Int) throws {
    #expect(
      try CellMessage.unrepeatable(source, "x").frame().bytes
        == frame(Int(CELL_MESSAGE_UNREPEATABLE), [UInt8(byte), 0x78]))
  }

  @Test("A request to take what other processes have written, and the sizes")
  func rest() throws {
    #expect(try CellMessage.drain.frame().bytes == frame(Int(CELL_MESSAGE_DRAIN), []))
    #expect(Frame.headerSize == Int(CELL_FRAME_HEADER))
    #expect(Frame.mostPayload == Int(CELL_MOST_PAYLOAD))
    #expect(Frame(kind: UInt8(CELL_MESSAGE_DRAIN) | UInt8(CELL_AWAITS)).isAwaited)
  }
}
