internal import Basics
internal import Notebooks

/// How a run ends, by a failure or an expected one.
extension Session {
  mutating func stop(_ verdict: Failure) -> [Action] {
    guard step.verdict == nil else { return [] }
    step.verdict = verdict
    return [.limit(nil), .stop]
  }

  mutating func broken(_ what: String) -> [Action] {
    guard step.verdict == nil else { return [] }
    let failure = Failure(
      kind: .brokenMessage,
      message: "the cell's process sent \(what)", location: codeLocation(ofStep: index),
      advice: "Leave the descriptors alone that the cell has not opened.")
    let actions = stop(failure)
    return actions + failed(failure)
  }

  mutating func ended(_ status: Int32) -> [Action] {
    let reader = FailureReader(
      symbolizer: symbolizer, start: codeLocation(ofStep: index))
    if var verdict = step.verdict {
      if case .crash(_, _, _, let addresses) = step.words {
        verdict.location = reader.located(.timeout, "", addresses).location
      }
      return failed(verdict)
    }
    // A thread whose cell has ended may be what ends the process, and have said why.
    let lateText = lateSteps.sorted().compactMap { endedOutputs[$0]?.errorText }.joined()
    var (failure, repeated) = reader.failure(
      status: status, words: step.words, errorText: lateText + step.outputs.errorText)
    failure.message = surroundings.withoutPaths(failure.message)
    return failed(failure, dropping: repeated)
  }

  /// Keeps what the failing step printed, and books the failure.
  mutating func failed(_ failure: Failure, dropping: String? = nil) -> [Action] {
    guard case .running(let module, let isRestoring) = phase else { return [] }
    let index = index
    if isRestoring {
      let words =
        "the cells above an expected failure had to be run again, because threads of theirs were "
        + "running, and this one failed the second time: " + failure.message
      return book(
        Failure(
          kind: failure.kind, message: words, location: failure.location,
          advice: "Wait for the threads before the cell ends."), at: index)
    }
    settleLateOutputs()
    var spoilt: [Action] = []
    if step.index == nil, records[index] != nil {
      // It ended after its last step: what the step gave stands, but whoever reuses it would miss the end.
      spoilt = [.forget(step: index)]
    } else {
      var record = step.record
      record.outputs = step.outputs.outputs(dropping: dropping)
      record.warnings = warnings(ofStep: index, in: module)
      records[index] = record
    }
    step = RunningStep()
    guard module.expectsError, failure.isOfTheCell || isOwnLimit(failure, index) else {
      return spoilt + book(failure, at: index)
    }
    symbolizer.modules = kept.symbolizer
    phase = .ready
    return [.limit(nil)] + expected(failure, at: index)
  }

  /// A limit that the notebook itself sets is the notebook's matter; it is expected, but not kept.
  private func isOwnLimit(_ failure: Failure, _ index: Int) -> Bool {
    failure.kind == .timeout && limit(ofStep: index).isOfNotebook
  }

  mutating func expected(_ failure: Failure, at index: Int) -> [Action] {
    var record = records[index] ?? StepRecord()
    record.expectedFailure = failure
    record.expectedFailure?.isExpected = true
    records[index] = record
    // Near a limit of this command line a failure may come from it without a word.
    let isUnlimited = options.memoryLimit >= RunOptions().memoryLimit
    return failure.isOfTheCell && isUnlimited ? [.keep(step: index)] : []
  }

  mutating func book(_ failure: Failure, at index: Int, isTold: Bool = false) -> [Action] {
    failures.append(failure)
    statuses[index] = .failed(failure)
    phase = .over
    return [.limit(nil)] + (isTold ? [] : [.observe(.failure(failure))])
  }
}
