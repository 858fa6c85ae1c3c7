/// Where a run writes down what its steps gave: their keys, made as the records of the steps above come in,
/// and what they ask to be remembered.
final class KeyLedger {
  private var keys: StepKeys
  let memory: MemoryFolder?

  /// - Parameter keys: of which none is made.
  init(_ keys: StepKeys, _ memory: MemoryFolder?) {
    self.keys = keys
    self.memory = memory
  }

  /// The key of a step; what the steps above carry is known from their records by now.
  func key(of step: Int, _ records: [Int: StepRecord]) -> String {
    while keys.keys.count <= step {
      if !keys.keys.isEmpty { keys.note(records[keys.keys.count - 1]) }
      keys.advance()
    }
    return keys.keys[step]
  }
}
