import Basics
import Foundation
import Synchronization
import Testing

@Suite struct WriteGateTests {
  @Test("Behind a closed gate nothing is written: who comes waits, and what is there stays")
  func closed() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/report"
    let gate = WriteGate()
    try AtomicFile.write(Data("good".utf8), to: path, gate: gate)
    gate.close()
    let hasEnded = Mutex(false)
    // This thread waits for the end of the process, as it would after an interruption.
    Thread.detachNewThread {
      try? AtomicFile.write(Data("bad".utf8), to: path, gate: gate)
      hasEnded.withLock { $0 = true }
    }
    usleep(200_000)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "good")
    #expect(!hasEnded.withLock { $0 })
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
    #expect(names == ["notebooks", "report"])
  }

  @Test("Closed while files are written, the gate leaves whole files and no temporary one")
  func closedMeanwhile() throws {
    for round in 0..<10 {
      let scratch = try Scratch()
      let (path, gate) = (scratch.path + "/report", WriteGate())
      let versions = [Data(repeating: 1, count: 100_000), Data(repeating: 2, count: 100_000)]
      try AtomicFile.write(versions[0], to: path, gate: gate)
      Thread.detachNewThread {
        for count in 1... { try? AtomicFile.write(versions[count % 2], to: path, gate: gate) }
      }
      usleep(UInt32(1000 + round * 700))
      gate.close()
      let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
      #expect(names == ["notebooks", "report"])
      let seen = try Data(contentsOf: URL(filePath: path))
      #expect(versions.contains(seen))
      usleep(20_000)
      #expect(try Data(contentsOf: URL(filePath: path)) == seen)
    }
  }
}
