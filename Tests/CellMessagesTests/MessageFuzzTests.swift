import CellMessages
import Testing

/// Whatever bytes come, there is a message or a complaint, never a crash.
@Suite struct MessageFuzzTests {
  private func read(_ bytes: [UInt8], _ seed: UInt64) {
    var buffer = FrameBuffer()
    buffer.append(bytes)
    do {
      while let frame = try buffer.next() {
        #expect(frame.payload.count <= bytes.count, "seed \(seed)")
        // What was read is written and read as the same.
        let message: CellMessage
        do throws(BrokenMessage) { message = try CellMessage(frame) } catch {
          #expect(!error.description.isEmpty, "seed \(seed)")
          continue
        }
        let again = try CellMessage(message.frame())
        #expect(again == message, "seed \(seed)")
      }
    } catch {
      #expect(error is BrokenMessage, "seed \(seed): \(error)")
    }
  }

  @Test("Random bytes", arguments: UInt64(0)..<40)
  func noise(seed: UInt64) {
    var random = FuzzGenerator(seed: seed)
    for _ in 0..<50 {
      let count = Int.random(in: 0..<200, using: &random)
      read((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, seed)
    }
  }

  @Test("Random payloads under every kind", arguments: UInt64(0)..<40)
  func payloads(seed: UInt64) throws {
    var random = FuzzGenerator(seed: seed)
    for kind in UInt8.min...UInt8.max {
      let count = Int.random(in: 0..<40, using: &random)
      let small = Bool.random(using: &random)
      let payload = (0..<count).map { _ in UInt8.random(in: 0...(small ? 3 : 255), using: &random) }
      read(Frame(kind: kind, payload: payload).bytes, seed)
      _ = try? CellCommand(Frame(kind: kind, payload: payload))
    }
  }

  @Test("Valid frames with flipped bits", arguments: UInt64(0)..<40)
  func flips(seed: UInt64) throws {
    var random = FuzzGenerator(seed: seed)
    for message in MessageRows.messages where "\(message)".utf8.count < 4096 {
      var bytes = try message.frame().bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      read(bytes, seed)
    }
    for command in MessageRows.commands {
      var frame = command.frame
      guard let place = frame.payload.indices.randomElement(using: &random) else { continue }
      frame.payload[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      if let read = try? CellCommand(frame) { #expect(try CellCommand(read.frame) == read) }
    }
  }
}
