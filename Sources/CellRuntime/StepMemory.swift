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
    return Seal.open(UnsafeBufferPointer(start: bytes, count: count), name: key).map(Array.init)
  }

  func keep(_ bytes: [UInt8], for key: String) {
    guard let step = Steps.running else { return }
    let all = Seal.of(bytes, name: key) + bytes
    _ = cell_keep("\(folder)/\(step)", key, all, all.count)
  }
}
