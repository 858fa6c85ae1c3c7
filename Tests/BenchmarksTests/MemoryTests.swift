import Foundation
import SequenceModels
import Testing

@testable import unroll_bench

/// The check of `unroll-bench --memory`, which itself means something in release builds alone.
@Suite struct MemoryTests {
  @Test("Every operation, layer, model, decoder and optimiser of the sources has a row")
  func everyPartHasARow() throws {
    let parts = try Self.parts()
    #expect(
      parts.isSuperset(of: ["GRU", "Tanh", "Seq2Seq", "greedy", "train", "Adam", "Word2Vec"]))
    let covered = Set(MemoryRow.all.flatMap(\.covers))
    #expect(parts.subtracting(covered).isEmpty, "without a row")
    #expect(covered.subtracting(parts).isEmpty, "no part of the engine")
  }

  @Test("No two rows have one name")
  func namesAreDifferent() {
    let names = MemoryRow.all.map(\.name)
    #expect(Dictionary(grouping: names, by: \.self).filter { $1.count > 1 }.isEmpty)
  }

  @Test("Every row can be made, and called twice")
  func rowsRun() {
    for row in MemoryRow.all {
      let body = row.make()
      body()
      body()
    }
  }

  @Test("What grows in every stretch of calls is a leak, what grows in some is none")
  func growthIsTheLeastOfTheStretches() {
    var kept = 0
    let leak = MemoryGrowth(calls: 100, resident: { kept }) { kept += 32 }
    #expect(leak.isLeak && leak.bytesPerCall == 32)
    var calls = 0
    let cache = MemoryGrowth(calls: 100, resident: { min(calls, 150) * 4096 }) { calls += 1 }
    #expect(!cache.isLeak && cache.bytesPerCall == 0)
    var shrinking = 1 << 20
    #expect(!MemoryGrowth(calls: 10, resident: { shrinking }) { shrinking -= 1 }.isLeak)
  }

  @Test("Tensors that are never given back show in the resident memory")
  func lostTensorsAreSeen() {
    let bytes = 4 << 16
    let growth = MemoryGrowth(calls: 100) {
      _ = Unmanaged.passRetained(Holder(Tensor(repeating: 1, shape: [1 << 16])))
    }
    #expect(growth.isLeak)
    #expect(growth.bytesPerCall > Double(bytes) / 2, "\(growth.bytesPerCall) bytes per call")
    let given = MemoryGrowth(calls: 100) { _ = Tensor(repeating: 1, shape: [1 << 16]) }
    #expect(given.bytesPerCall < Double(bytes) / 2, "\(given.bytesPerCall) bytes per call")
  }

  private final class Holder {
    let tensor: Tensor
    init(_ tensor: Tensor) { self.tensor = tensor }
  }

  /// Names of what must have a row: types that conform to one of the engine's kinds, the public
  /// functions of its decoders and training loops, and what is called though it conforms to nothing.
  private static func parts() throws -> Set<String> {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/SequenceModels").path
    let kinds: Set = [
      "Operation", "AddingOperation", "PairOperation", "Layer", "RecurrentLayer",
      "StackedRecurrence", "RecurrentCell", "AutoregressiveModel", "TextModel", "StepDecoder",
      "Optimizer",
    ]
    let declaration =
      /(?:public )?(?:final )?(?:struct|class|extension) (\w+)(?:<.*>)?: ([\w, ]+) \{.*/
    let function = /public func (\w+)[<(].*/
    let callable = /public struct (BeamSearch|Word2Vec)\b.*/
    var names: Set<String> = []
    let files = try #require(FileManager.default.enumerator(atPath: sources))
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: sources + "/" + file, encoding: .utf8)
      let loops = file.hasPrefix("Decoding/") || file.hasPrefix("Training/")
      for line in text.split(separator: "\n") {
        if let match = line.wholeMatch(of: callable) {
          names.insert(String(match.1))
        } else if let match = line.wholeMatch(of: declaration) {
          let found = match.2.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
          }
          if !kinds.isDisjoint(with: found) { names.insert(String(match.1)) }
        } else if loops, let match = line.wholeMatch(of: function) {
          names.insert(String(match.1))
        }
      }
    }
    // A parameter lists itself; it computes nothing.
    return names.subtracting(["Parameter"])
  }
}
