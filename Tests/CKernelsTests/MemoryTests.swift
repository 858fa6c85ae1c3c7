import CKernels
import Testing

/// Memory in use, each piece filled with a number of its own.
private struct Piece {
  let memory: UnsafeMutableRawPointer
  let bytes: Int
  let number: UInt8

  init?(bytes: Int, number: UInt8) {
    guard let memory = ck_allocate(bytes) else { return nil }
    (self.memory, self.bytes, self.number) = (memory, bytes, number)
    memory.initializeMemory(as: UInt8.self, repeating: number, count: bytes)
  }

  /// Looks at the first byte, the last, and one of every eight cache lines.
  var isIntact: Bool {
    let all = UnsafeRawBufferPointer(start: memory, count: bytes)
    return all.last == number
      && stride(from: 0, to: bytes, by: 509).allSatisfy { all[$0] == number }
  }
}

@Suite struct MemoryTests {
  /// Around the sizes at which memory comes from elsewhere: malloc, regions, pages of its own.
  static let sizes = [
    1, 4096, 131_071, 131_072, 131_073, 196_608, 1_048_576, 2_031_617, 2_097_151, 2_097_152,
    2_097_153, 9_000_000,
  ]

  @Test
  func `Pieces of all sizes start at cache lines and do not overlap`() {
    var pieces: [Piece] = []
    for step in 0..<600 {
      if step % 3 == 2 {
        let piece = pieces.remove(at: step * 7 % pieces.count)
        #expect(piece.isIntact)
        ck_release(piece.memory, piece.bytes)
      } else {
        let bytes = Self.sizes[step % (Self.sizes.count - (step % 5 == 0 ? 0 : 1))]
        guard let piece = Piece(bytes: bytes, number: UInt8(step % 251)) else {
          Issue.record("no memory for \(bytes) bytes")
          break
        }
        #expect(Int(bitPattern: piece.memory) % 64 == 0)
        pieces.append(piece)
      }
    }
    for piece in pieces {
      #expect(piece.isIntact)
      ck_release(piece.memory, piece.bytes)
    }
  }

  @Test
  func `Threads take memory and give it back at once`() async {
    await withTaskGroup(of: Bool.self) { group in
      for number in 1...8 as ClosedRange<UInt8> {
        group.addTask {
          (0..<60).allSatisfy { turn in
            let pieces = (0..<3).compactMap {
              Piece(bytes: 131_072 + (turn * 7 + $0) % 9 * 40_000, number: number)
            }
            defer { for piece in pieces { ck_release(piece.memory, piece.bytes) } }
            return pieces.count == 3 && pieces.allSatisfy(\.isIntact)
          }
        }
      }
      for await isIntact in group { #expect(isIntact) }
    }
  }

  @Test func `Nothing to give back is no error`() {
    ck_release(nil, 0)
    ck_release(nil, 1 << 20)
  }
}
