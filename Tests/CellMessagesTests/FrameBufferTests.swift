import CellMessages
import Testing

@Suite struct FrameBufferTests {
  private static func stream() throws -> (messages: [CellMessage], bytes: [UInt8]) {
    let messages = MessageRows.messages.filter { "\($0)".utf8.count < 4096 }
    return (messages, try messages.flatMap { try $0.frame().bytes })
  }

  private static func take(_ buffer: inout FrameBuffer) throws -> [CellMessage] {
    var messages: [CellMessage] = []
    while let frame = try buffer.next() { messages.append(try CellMessage(frame)) }
    return messages
  }

  @Test("Bytes that come one by one give the same messages")
  func single() throws {
    let (messages, bytes) = try Self.stream()
    var buffer = FrameBuffer()
    var found: [CellMessage] = []
    for byte in bytes {
      buffer.append([byte])
      found += try Self.take(&buffer)
    }
    #expect(found == messages)
  }

  @Test("Bytes that come in any parts give the same messages", arguments: UInt64(0)..<50)
  func parts(seed: UInt64) throws {
    var random = FuzzGenerator(seed: seed)
    let messages = MessageRows.messages
    let bytes = try messages.flatMap { try $0.frame().bytes }
    var buffer = FrameBuffer()
    var found: [CellMessage] = []
    var start = 0
    while start < bytes.count {
      let largest = [3, 100, 70_000, 3 << 20].randomElement(using: &random) ?? 1
      let end = min(bytes.count, start + Int.random(in: 1...largest, using: &random))
      buffer.append(bytes[start..<end])
      if Bool.random(using: &random) { found += try Self.take(&buffer) }
      start = end
    }
    found += try Self.take(&buffer)
    #expect(found == messages, "seed \(seed)")
    #expect(try buffer.next() == nil)
  }

  @Test("A length over the limit is broken before anything of it has come; the limit itself is not")
  func limit() throws {
    func header(_ count: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + [0x49]
    }
    var buffer = FrameBuffer()
    buffer.append(header(Frame.mostPayload))
    #expect(try buffer.next() == nil)
    for count in [Frame.mostPayload + 1, Int(UInt32.max)] {
      var buffer = FrameBuffer()
      buffer.append(header(count))
      #expect(throws: BrokenMessage.self) { try buffer.next() }
      #expect(Frame.payloadCount(inHeader: header(count)) == count)
    }
  }

  @Test("A frame's bytes are length, kind and payload")
  func layout() {
    let frame = Frame(kind: 0x41, payload: Array(repeating: 9, count: 0x0102))
    #expect(frame.bytes.prefix(6) == [0x02, 0x01, 0, 0, 0x41, 9])
    #expect(frame.bytes.count == Frame.headerSize + 0x0102)
  }
}
