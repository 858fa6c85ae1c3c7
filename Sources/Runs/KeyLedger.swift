/// The keys of a run's steps, made as the records of the steps above come in.
final class KeyLedger {
  private var keys: StepKeys

  init(_ keys: StepKeys) { self.keys = keys }

  /// The key of a step; what the steps above carry is known from their records by now.
  func key(of step: Int, _ records: [Int: StepRecord]) -> String {
    while keys.keys.count <= step {
      if !keys.keys.isEmpty { keys.note(records[keys.keys.count - 1]) }
      keys.advance()
    }
    return keys.keys[step]
  }
}

/// Where a run writes down what its steps gave.
final class RunLedger {
  private let keys: KeyLedger
  let memory: MemoryFolder?

  init(_ keys: KeyLedger, _ memory: MemoryFolder?) {
    self.keys = keys
    self.memory = memory
  }

  func key(of step: Int, _ records: [Int: StepRecord]) -> String { keys.key(of: step, records) }
}
