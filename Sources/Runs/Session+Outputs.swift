internal import CellMessages
internal import Charts

/// What steps print, show and use.
extension Session {
  mutating func printed(_ bytes: [UInt8], isError: Bool, birth: Int?) -> [Action] {
    guard !isOfRestored(birth) else { return [] }
    let late = lateStep(birth: birth)
    if let late {
      guard case .running(_, false) = phase else { return [] }
      endedOutputs[late, default: StepOutputs()].append(bytes, isError: isError)
    } else if step.index != nil || step.verdict != nil {
      step.outputs.append(bytes, isError: isError)
    } else {
      return []
    }
    let printed = late.flatMap { endedOutputs[$0]?.printed } ?? step.outputs.printed
    let actions = late.map { tookLate($0) } ?? []
    guard printed > StepOutputs.flood, step.verdict == nil else { return actions }
    return actions
      + stop(
        Failure(
          kind: .outputFlood,
          message: "the cell printed more than \(StepOutputs.flood >> 20) MiB and was stopped",
          location: codeLocation(ofStep: late ?? index),
          advice: "Print less, or show a summary."))
  }

  mutating func shown(_ figure: Figure, birth: Int?) -> [Action] {
    guard !isOfRestored(birth) else { return [] }
    let figure = CellModuleName.shown(in: figure)
    guard let late = lateStep(birth: birth) else {
      if step.index != nil { step.outputs.append(figure) }
      return []
    }
    guard case .running(_, false) = phase else { return [] }
    endedOutputs[late, default: StepOutputs()].append(figure)
    return tookLate(late)
  }

  /// Whether a thread belongs to a step that has run for its state alone: what it shows is on record.
  private func isOfRestored(_ birth: Int?) -> Bool {
    birth.map { $0 != step.index && restored[$0] != nil } ?? false
  }

  /// The step that has ended and whose output something is: of the step in which its thread began, else,
  /// while none runs, of the one that ended last.
  private func lateStep(birth: Int?) -> Int? {
    if let birth, birth != step.index, endedOutputs[birth] != nil { return birth }
    return step.index == nil && step.verdict == nil ? lastEnded : nil
  }

  /// What a thread shows whose cell has ended stands with that cell, and the author is told: how much of
  /// it comes before the notebook's end differs from run to run.
  private mutating func tookLate(_ index: Int) -> [Action] {
    guard var record = records[index] else { return [] }
    lateSteps.insert(index)
    guard !record.sources.contains(where: { $0.source == .thread }) else { return [] }
    record.sources.append(StepSource(source: .thread, detail: ""))
    records[index] = record
    return [.forget(step: index)] + warnings(of: record, at: index, only: .thread)
  }

  /// Writes late outputs down in the records.
  mutating func settleLateOutputs() {
    for index in lateSteps { records[index]?.outputs = endedOutputs[index]?.outputs() ?? [] }
    lateSteps = []
  }

  mutating func took(_ use: FileUse, _ path: String) {
    guard step.index != nil else { return }
    let name = surroundings.name(ofPath: path)
    switch use {
    case .written: step.written.insert(name)
    case .read: look(.content, name)
    case .listed: look(.names, name)
    case .lookedFor: look(.presence, name)
    }
  }

  /// Notes what was found, unless the step itself made it: then it is no input.
  private mutating func look(_ kind: StepInput.Kind, _ name: String) {
    guard !step.written.contains(name),
      !step.record.inputs.contains(where: { $0.kind == kind && $0.name == name })
    else { return }
    step.record.inputs.append(
      StepInput(kind: kind, name: name, found: surroundings.found(kind, name)))
  }

  mutating func took(_ source: UnrepeatableSource, _ detail: String) -> [Action] {
    guard let index = step.index else { return [] }
    if source == .environment {
      if !step.record.inputs.contains(where: { $0.kind == .variable && $0.name == detail }) {
        step.record.inputs.append(
          StepInput(
            kind: .variable, name: detail, found: surroundings.found(.variable, detail)))
      }
      return []
    }
    let used = StepSource(source: source, detail: detail)
    guard !step.record.sources.contains(used) else { return [] }
    let isFirst = !step.record.sources.contains { $0.source == source }
    step.record.sources.append(used)
    guard isFirst, case .running(_, false) = phase else { return [] }
    return warnings(of: StepRecord(sources: [used]), at: index)
  }

  /// What an author is told of sources that need not repeat.
  func warnings(
    of record: StepRecord, at index: Int, only: UnrepeatableSource? = nil
  ) -> [Action] {
    let isVolatile = cell(ofStep: index).map { notebook.cells[$0].options.isVolatile } ?? false
    return record.sources.filter { only == nil || $0.source == only }.compactMap { used in
      guard let words = used.warning(isVolatile: isVolatile) else { return nil }
      return .observe(.warning(location(ofStep: index), words))
    }
  }

  /// A step's warnings with lines counted from its own: prose above may move it.
  func warnings(ofStep index: Int, in module: Module) -> [StepWarning] {
    module.warnings.filter { $0.step == index }.map { warning in
      var warning = warning
      warning.location.line -= location(ofStep: index).line
      warning.location.file = ""
      return warning
    }
  }
}
