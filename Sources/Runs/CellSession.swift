internal import Basics
internal import Charts
internal import Foundation
internal import CellMessages
internal import Notebooks

/// One run of a notebook's cells in a process of their own.
struct CellSession {
  private(set) var records: [Int: StepRecord] = [:]
  private(set) var statuses: [Int: CellResult.Status] = [:]
  private(set) var failures: [Failure] = []

  private let notebook: Notebook
  private let context: RunContext
  private let options: RunOptions
  private let source: BatchSource
  private let observe: @Sendable (RunEvent) -> Void
  private let environment: [String: String]
  private var process: CellProcess
  private var symbolizer: Symbolizer
  /// Batches that ran to their end, in order.
  private var ran: [(library: String, module: String, steps: [Int])] = []
  /// Whether the last snapshot was refused, because a cell's threads run.
  private var isWithoutSnapshot = false
  /// Whether the state is gone and there is no snapshot of it.
  private var hasLostState = false

  init(
    notebook: Notebook, context: RunContext, options: RunOptions, source: BatchSource,
    observe: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    self.notebook = notebook
    self.context = context
    self.options = options
    self.source = source
    self.observe = observe
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    environment["SWIFT_BACKTRACE"] = "enable=no"
    if let threads = options.threads { environment["UNROLL_THREADS"] = "\(threads)" }
    for parameter in notebook.frontMatter.parameters {
      environment["UNROLL_PARAM_" + parameter.name] =
        switch parameter.value {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .string(let value): value
        }
    }
    self.environment = environment
    process = try Self.start(context, options, environment)
    symbolizer = Symbolizer(
      path: context.toolchain.symbolizer, file: source.file, notebookPath: notebook.path,
      indents: source.indents)
  }

  private static func start(
    _ context: RunContext, _ options: RunOptions, _ environment: [String: String]
  ) throws -> CellProcess {
    try CellProcess(
      executable: context.engine.kernel, folder: context.notebookFolder, environment: environment,
      memoryLimit: options.memoryLimit)
  }

  func location(ofStep step: Int) -> SourceLocation { source.location(ofStep: step) }

  /// Keeps the state as it is now; a failure of what comes next goes back to it.
  mutating func keepSnapshot() {
    isWithoutSnapshot = false
    process.send(.snapshot)
  }

  /// Where a failure took a state of which there is no snapshot: the batches above run once more, in a
  /// new process. What they show is on record already.
  mutating func restoreState() throws {
    guard hasLostState else { return }
    hasLostState = false
    symbolizer.modules = []
    process = try Self.start(context, options, environment)
    let kept = (records, ran)
    ran = []
    defer { records = kept.0 }
    for batch in kept.1 {
      guard let (step, failure) = run(batch.library, module: batch.module, steps: batch.steps)
      else { continue }
      throw Problem(
        .environment,
        "\(location(ofStep: step)): the cells above an expected failure had to be run again, because "
          + "threads of theirs were running, and this one failed the second time: "
          + failure.message, advice: "Wait for the threads before the cell ends.")
    }
  }

  /// Books a failure that ends the run.
  mutating func book(_ failure: Failure, at step: Int) {
    failures.append(failure)
    statuses[step] = .failed(failure)
  }

  /// Books a failure that the author announced.
  mutating func bookExpected(_ failure: Failure, at step: Int) {
    var record = records[step] ?? StepRecord()
    record.expectedFailure = failure
    records[step] = record
    if context.usesCache { context.results.keep(record, for: context.keys.keys[step]) }
  }

  /// Runs a batch; returns the step that failed, if one did.
  mutating func run(
    _ library: String, module: String, steps: [Int]
  ) -> (step: Int, failure: Failure)? {
    let seeds = steps.map { "\($0)=\(context.keys.seeds[$0])" }.joined(separator: " ")
    process.send(.load, "\(library)\n\(module)_main\n\(seeds)")
    var state = BatchState(step: steps.first ?? 0)
    while true {
      switch process.next(deadline: state.deadline) {
      case .frame(let kind, let payload):
        if let ended = take(kind, payload, library: library, &state) {
          if ended == nil { ran.append((library, module, steps)) }
          return ended.map { (state.step, $0) }
        }
      case .output(let isError, let bytes):
        state.outputs.append(bytes, isError: isError)
        if state.outputs.printed > StepOutputs.flood, state.verdict == nil {
          state.verdict = Failure(
            kind: .outputFlood,
            message: "the cell printed more than \(StepOutputs.flood >> 20) MiB and was stopped",
            location: location(ofStep: state.step), advice: "Print less, or show a summary.")
          stop(&state)
        }
      case .deadline:
        let limit = timeout(ofStep: state.step)
        state.verdict = Failure(
          kind: .timeout, message: "stopped after \(Self.seconds(limit)), the limit for a cell",
          location: location(ofStep: state.step),
          advice: "Raise it with the cell option `timeout`, in the front matter, or by --timeout.")
        stop(&state)
      case .memory:
        state.verdict = Failure(
          kind: .outOfMemory,
          message:
            "the cell held more than \(options.memoryLimit >> 20) MiB of memory and was stopped",
          location: location(ofStep: state.step), advice: "Raise the limit with --memory MIB.")
        stop(&state)
      case .closed:
        let failure = Failure(
          kind: .lostProcess, message: "the process that runs cells is gone",
          location: location(ofStep: state.step))
        return (state.step, finish(state.verdict ?? failure, state))
      }
    }
  }

  private func stop(_ state: inout BatchState) {
    state.deadline = nil
    process.stop()
  }

  /// One frame; `.some(nil)` when the batch ran to its end, `.some(failure)` when it failed.
  private mutating func take(
    _ kind: FrameKind, _ payload: [UInt8], library: String, _ state: inout BatchState
  ) -> Failure?? {
    let text = String(decoding: payload, as: UTF8.self)
    switch kind {
    case .alive:
      process.live = pid_t(text) ?? process.live
    case .loaded:
      let base = text.prefix { $0 != "\n" }
      symbolizer.modules.append((UInt64(base, radix: 16) ?? 0, library))
    case .loadFailed:
      let message = text.replacingOccurrences(of: context.workFolder, with: "")
      return .some(
        Failure(
          kind: .lostProcess, message: "the cell cannot be loaded: \(message)",
          location: location(ofStep: state.step)))
    case .stepStarted:
      // What was printed may have been read before this frame was.
      let outputs = state.outputs
      state = BatchState(step: Int(text) ?? state.step)
      state.outputs = outputs
      state.deadline = Date().addingTimeInterval(timeout(ofStep: state.step))
      if let cell = cell(ofStep: state.step) { observe(.cellStarted(cell)) }
    case .stepEnded:
      complete(state)
      state.deadline = nil
      state.outputs = StepOutputs()
      process.send(.acknowledge)
    case .figure:
      if let figure = try? FramePayload.decode(Figure.self, from: payload) {
        state.outputs.append(figure)
      }
      process.send(.acknowledge)
    case .inlineValue:
      state.record.inlineText = text
      process.send(.acknowledge)
    case .dependency:
      state.record.dependencies[text] = context.results.digest(ofFile: text)
      process.send(.acknowledge)
    case .progress:
      if let progress = try? FramePayload.decode(Progress.self, from: payload) {
        observe(.progress(progress))
      }
    case .thrown: state.words = .thrown(addresses: Self.addresses(text), text: Self.rest(text))
    case .checkFailed:
      state.words = .checkFailed(addresses: Self.addresses(text), text: Self.rest(text))
    case .crash: state.words = Self.crash(payload)
    case .exitCalled: if state.words == nil { state.words = .exit(Int(text) ?? 0) }
    case .idle: return .some(nil)
    case .snapshotRefused: isWithoutSnapshot = true
    case .ended:
      process.live = 0
      hasLostState = isWithoutSnapshot
      defer { symbolizer.forget(library) }
      return .some(failure(status: Int32(text) ?? 0, state))
    }
    return nil
  }

  private mutating func failure(status: Int32, _ state: BatchState) -> Failure {
    let reader = FailureReader(symbolizer: symbolizer, start: location(ofStep: state.step))
    if var verdict = state.verdict {
      if case .crash(_, _, let addresses) = state.words {
        verdict.location = reader.located(.timeout, "", addresses).location
      }
      return finish(verdict, state)
    }
    let (failure, repeated) = reader.failure(
      status: status, words: state.words, errorText: state.outputs.errorText)
    return finish(failure, state, dropping: repeated)
  }

  /// Keeps what the failing step printed.
  private mutating func finish(
    _ failure: Failure, _ state: BatchState, dropping: String? = nil
  ) -> Failure {
    var record = state.record
    record.outputs = state.outputs.outputs(dropping: dropping)
    records[state.step] = record
    return failure
  }

  private mutating func complete(_ state: BatchState) {
    var record = state.record
    record.outputs = state.outputs.outputs()
    records[state.step] = record
    let expectsError =
      cell(ofStep: state.step).map { notebook.cells[$0].options.expectsError } ?? false
    if context.usesCache, !expectsError {
      context.results.keep(record, for: context.keys.keys[state.step])
    }
    if let cell = cell(ofStep: state.step) { observe(.cellFinished(cell)) }
  }

  private func cell(ofStep step: Int) -> Int? {
    if case .cell(let cell) = notebook.steps[step] { return cell }
    return nil
  }

  private func timeout(ofStep step: Int) -> Double {
    if let cell = cell(ofStep: step), let own = notebook.cells[cell].options.timeout { return own }
    return options.timeoutOverride ?? notebook.frontMatter.timeout ?? options.timeout
  }

  private static func seconds(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
  }

  private static func addresses(_ text: String) -> [UInt64] {
    text.prefix { $0 != "\n" }.split(separator: " ").compactMap { UInt64($0, radix: 16) }
  }

  private static func rest(_ text: String) -> String {
    String(text.drop { $0 != "\n" }.dropFirst())
  }

  private static func crash(_ payload: [UInt8]) -> FailureReader.LastWords {
    func word(_ at: Int, _ size: Int) -> UInt64 {
      guard at + size <= payload.count else { return 0 }
      return (0..<size).reduce(0) { $0 | UInt64(payload[at + $1]) << (8 * UInt64($1)) }
    }
    let count = min(64, Int(word(8, 4)))
    return .crash(
      signal: Int32(truncatingIfNeeded: word(0, 4)), isOverflow: word(4, 4) == 1,
      addresses: (0..<count).map { word(12 + $0 * 8, 8) })
  }
}

/// How far a batch has come.
struct BatchState {
  var step: Int
  var outputs = StepOutputs()
  var record = StepRecord()
  var deadline: Date?
  var words: FailureReader.LastWords?
  var verdict: Failure?
}
