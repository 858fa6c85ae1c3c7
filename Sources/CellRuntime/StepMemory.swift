internal import Basics
internal import CCellProcess
internal import SequenceModels

/// What the running step has kept in an earlier run: a folder for each step, which the runner has laid out.
/// Where a step runs because something changed its folder is empty, and is filled.
final class StepMemory: TrainingMemory {
  /// The memory of this process, if the runner gave it one.
  static func connect() {
    guard let folder = cell_environment("UNROLL_MEMORY") else { return }
    let memory = StepMemory(folder: String(cString: folder))
    current = memory
    TrainingMemories.current = memory
  }

  nonisolated(unsafe) static var current: StepMemory?

  private let folder: String
  private var calls = (step: -1, count: 0)

  init(folder: String) { self.folder = folder }

  func next() -> Int {
    if calls.step != Steps.running ?? -1 { calls = (Steps.running ?? -1, 0) }
    calls.count += 1
    return calls.count
  }

  func recall(_ key: String) -> [UInt8]? {
    guard let step = Steps.running else { return nil }
    var count = 0
    guard let bytes = cell_recall("\(folder)/\(step)/\(key)", &count) else { return nil }
    defer { cell_free(bytes) }
    let all = UnsafeBufferPointer(start: bytes, count: count)
    guard count >= Self.sealSize else { return nil }
    let body = Array(all[Self.sealSize...])
    guard all[..<Self.sealSize].elementsEqual(Self.seal(body, key).utf8) else { return nil }
    return body
  }

  func keep(_ bytes: [UInt8], for key: String) {
    guard let step = Steps.running else { return }
    let all = Array(Self.seal(bytes, key).utf8) + bytes
    _ = cell_keep("\(folder)/\(step)", key, all, all.count)
  }

  private static let sealSize = 64

  /// What tells whether a file is as it was written: a digest of its content and its name.
  private static func seal(_ bytes: [UInt8], _ key: String) -> String {
    var hash = SHA256()
    hash.update(field: key)
    hash.update(bytes)
    return hash.finish()
  }
}
