internal import CCellProcess
public import SequenceModels

/// The cell's own random generator: seeded from the notebook's seed and the cell's label (or place),
/// so that an edit in one cell does not shift the numbers of another.
nonisolated(unsafe) public var generator = SplitMix64(seed: 0)

/// What the process that runs cells knows of the steps. Not for cells.
public enum Steps {
  /// The generator's seed by step.
  nonisolated(unsafe) public static var seeds: [Int: UInt64] = [:]
  /// The step that runs.
  nonisolated(unsafe) static var running: Int?
}

/// The start of a cell or inline value. Not for cells.
public func _unrollBegin(_ step: Int) {
  generator = SplitMix64(seed: Steps.seeds[step] ?? 0)
  Steps.running = step
  cell_set_step(Int32(step))
  Channel.send(.stepStarted(step))
}

/// The end of a cell or inline value. Not for cells.
public func _unrollEnd(_ step: Int) {
  Steps.running = nil
  // A process that the cell forked by itself and that comes to the cell's end ends with it.
  if cell_has_channel() == 0 {
    cell_flush()
    cell_exit_now(0)
  }
  Channel.send(.stepEnded(step))
  cell_set_step(-1)
}
