internal import CellMessages

/// How far the steps of a module have come, and what the running one has given so far.
struct RunningStep {
  /// The step that runs.
  private(set) var index: Int?
  /// How many of the module's steps have begun.
  private(set) var next = 0
  var outputs = StepOutputs()
  var record = StepRecord()
  /// The files that it has written, by name.
  var written: Set<String> = []
  /// What the process said before it ended.
  var words: FailureReader.LastWords?
  /// Why it is being stopped.
  var verdict: Failure?

  mutating func begin(_ index: Int) {
    self.index = index
    next += 1
    outputs = StepOutputs()
    record = StepRecord()
    written = []
    words = nil
  }

  /// What comes from here on is of no step, until the next begins.
  mutating func end() {
    index = nil
    outputs = StepOutputs()
    record = StepRecord()
    written = []
    words = nil
  }

  /// What it gave, when it has run to its end.
  func finished(_ surroundings: SessionSurroundings) -> StepRecord {
    var record = record
    record.outputs = outputs.outputs()
    record.inputs.sort { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    for name in written { record.written[name] = surroundings.written(name) }
    return record
  }
}
