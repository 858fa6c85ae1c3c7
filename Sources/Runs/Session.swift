internal import Basics
internal import CellMessages
internal import Charts
internal import Foundation
internal import Notebooks

/// One run of a notebook's cells: a function from what it knows and an event to what it knows then and
/// what is to be done. It starts no process and reads no file; what it asks of the world stands in
/// ``SessionSurroundings``.
struct Session {
  /// A compiled module whose steps are to run one after the other.
  struct Module: Sendable, Equatable {
    var library: String
    var name: String
    /// By place among the notebook's steps.
    var steps: [Int]
    /// Whether its one step is expected to fail.
    var expectsError = false
    var warnings: [StepWarning] = []
  }

  /// What happens.
  enum Event: Sendable {
    /// A module is there to run.
    case ready(Module)
    /// A step does not compile.
    case notCompiled(step: Int, Failure, expectsError: Bool)
    /// A step below one that does not compile does not compile either, for reasons of its own.
    case alsoNotCompiled(step: Int, Failure)
    /// Something came from the process.
    case transport(TransportEvent)
  }

  /// What is to be done.
  enum Action: Sendable, Equatable {
    case send(CellCommand)
    case acknowledge
    /// The live process is asked to end, then killed.
    case stop
    /// The process is started anew: its state is gone.
    case restart
    /// The running step may go on for so long from now, in seconds; `nil`: nothing is running.
    case limit(Double?)
    /// What a step gave goes to the store.
    case keep(step: Int)
    /// What the store has of a step is not right any more.
    case forget(step: Int)
    case observe(RunEvent)
  }

  /// How far it is.
  enum Phase: Equatable {
    /// The next module can come.
    case ready
    case running(Module, isRestoring: Bool)
    /// A failure ended it.
    case over
  }

  var phase = Phase.ready
  var records: [Int: StepRecord] = [:]
  var statuses: [Int: CellResult.Status] = [:]
  var failures: [Failure] = []

  let notebook: Notebook
  let options: RunOptions
  let surroundings: SessionSurroundings
  /// Seeds of the steps' generators.
  private let seeds: [UInt64]
  var symbolizer: Symbolizer
  /// The modules loaded when the last snapshot was taken, which the state goes back to.
  var kept: (symbolizer: [Symbolizer.Module], ran: Int) = ([], 0)
  /// Modules that ran to their end, in order.
  var ran: [Module] = []
  /// Modules to run after the one that runs.
  var waiting: [(module: Module, isRestoring: Bool)] = []
  /// Whether the last snapshot was refused, because a cell's threads run.
  var isWithoutSnapshot = false
  /// Whether the state is gone and there is no snapshot of it.
  var hasLostState = false
  var step = RunningStep()
  /// What the steps printed and showed that have ended, for what their threads add.
  var endedOutputs: [Int: StepOutputs] = [:]
  /// What is on record of steps that run for their state alone.
  let restored: [Int: StepRecord]
  /// The step that ended last in this run.
  var lastEnded: Int?
  /// Steps whose records lack late outputs so far.
  var lateSteps: Set<Int> = []

  init(
    _ notebook: Notebook, options: RunOptions, seeds: [UInt64], symbolizer: Symbolizer,
    surroundings: SessionSurroundings, reused: [Int: StepRecord] = [:],
    restored: [Int: StepRecord] = [:]
  ) {
    records = reused
    self.restored = restored
    self.notebook = notebook
    self.options = options
    self.seeds = seeds
    self.symbolizer = symbolizer
    self.surroundings = surroundings
  }

  /// Takes an event in; returns what is to be done, in order.
  mutating func handle(_ event: Event) -> [Action] {
    switch event {
    case .ready(let module): return start(module)
    case .notCompiled(let step, let failure, let expectsError):
      guard phase == .ready else { return [] }
      if expectsError, failure.isOfTheCell { return expected(failure, at: step) }
      return book(failure, at: step, isTold: true)
    case .alsoNotCompiled(let step, let failure):
      failures.append(failure)
      statuses[step] = .failed(failure)
      return []
    case .transport(let event): return take(event)
    }
  }

  /// Whether it is over because a cell does not compile.
  var endsWithCompileError: Bool { phase == .over && failures.last?.kind == .compileError }

  // MARK: Modules

  mutating func start(_ module: Module) -> [Action] {
    guard phase == .ready else { return [] }
    var actions: [Action] = []
    if hasLostState {
      // What they show is on record already; they run once more for their state alone.
      hasLostState = false
      symbolizer.modules = []
      waiting = ran.map { ($0, true) }
      ran = []
      actions.append(.restart)
    }
    waiting.append((module, false))
    return actions + startNext()
  }

  mutating func startNext() -> [Action] {
    guard !waiting.isEmpty else {
      phase = .ready
      return [.limit(nil)]
    }
    let (module, isRestoring) = waiting.removeFirst()
    phase = .running(module, isRestoring: isRestoring)
    step = RunningStep()
    var actions: [Action] = []
    if module.expectsError, !isRestoring {
      isWithoutSnapshot = false
      kept = (symbolizer.modules, ran.count)
      actions.append(.send(.snapshot))
    }
    let seeds = module.steps.map { CellCommand.StepSeed(step: $0, seed: self.seeds[$0]) }
    return actions
      + [.send(.load(library: module.library, entry: "\(module.name)_main", seeds: seeds))]
  }

  mutating func moduleEnded() -> [Action] {
    // What is being stopped ends by its stop.
    guard case .running(let module, let isRestoring) = phase, step.verdict == nil else { return [] }
    if step.index != nil || step.next < module.steps.count {
      return broken("a message that the cells have ended, which have not")
    }
    settleLateOutputs()
    if module.expectsError, !isRestoring, let index = module.steps.first {
      return book(
        Failure(
          kind: .unexpectedSuccess,
          message: "the cell is marked `error: true`, but it ran to its end",
          location: codeLocation(ofStep: index),
          advice: "Remove the option, or let the cell fail."), at: index)
    }
    ran.append(module)
    return startNext()
  }

  // MARK: Messages

  mutating func take(_ event: TransportEvent) -> [Action] {
    if case .closed = event { hasLostState = true }
    guard case .running = phase else { return [] }
    switch event {
    case .message(let message, let isAwaited):
      let actions = take(message)
      return isAwaited ? actions + [.acknowledge] : actions
    case .foreignOutput(let bytes): return printed(bytes, isError: false, birth: nil)
    case .broken(let what): return broken(what)
    case .deadline:
      let limit = limit(ofStep: index)
      return stop(
        Failure(
          kind: .timeout,
          message: "stopped after \(Self.seconds(limit.seconds)), the limit for a cell",
          location: codeLocation(ofStep: index),
          advice: "Raise it with the cell option `timeout`, in the front matter, or by --timeout."))
    case .memory:
      return stop(
        Failure(
          kind: .outOfMemory,
          message:
            "the cell held more than \(options.memoryLimit >> 20) MiB of memory and was stopped",
          location: codeLocation(ofStep: index), advice: "Raise the limit with --memory MIB."))
    case .closed:
      let failure = Failure(
        kind: .lostProcess, message: "the process that runs cells is gone",
        location: codeLocation(ofStep: index))
      return failed(step.verdict ?? failure)
    }
  }

  mutating func take(_ message: CellMessage) -> [Action] {
    switch message {
    case .alive, .drain: return []
    case .loaded(let base):
      guard case .running(let module, _) = phase else { return [] }
      symbolizer.modules.append(Symbolizer.Module(base: base, library: module.library))
    case .loadFailed(let text):
      return failed(
        Failure(
          kind: .lostProcess,
          message: "the cell cannot be loaded: \(surroundings.withoutPaths(text))",
          location: codeLocation(ofStep: index)))
    case .stepStarted(let index): return begin(index)
    case .stepEnded(let index): return end(index)
    case .idle: return moduleEnded()
    case .printed(let birth, let isError, let bytes):
      return printed(bytes, isError: isError, birth: birth)
    case .figure(let birth, let figure): return shown(figure, birth: birth)
    case .binding(let name, let state): step.record.bindings[name] = state
    case .inlineValue(let text): step.record.inlineText = CellModuleName.shown(in: text)
    case .file(let use, let path): took(use, path)
    case .unrepeatable(let source, let detail): return took(source, detail)
    case .progress(let progress): return [.observe(.progress(progress))]
    case .thrown(let addresses, let text):
      step.words = .thrown(
        addresses: addresses, text: surroundings.withoutPaths(CellModuleName.shown(in: text)))
    case .checkFailed(let addresses, let text):
      step.words = .checkFailed(
        addresses: addresses, text: surroundings.withoutPaths(CellModuleName.shown(in: text)))
    case .crash(let signal, let isOverflow, let isForeign, let addresses):
      step.words = .crash(
        signal: signal, isOverflow: isOverflow, isForeign: isForeign, addresses: addresses)
    case .exitCalled(let status): if step.words == nil { step.words = .exit(Int(status)) }
    case .snapshotRefused: isWithoutSnapshot = true
    case .ended(let status):
      hasLostState = isWithoutSnapshot
      return ended(status)
    }
    return []
  }

  mutating func begin(_ index: Int) -> [Action] {
    guard case .running(let module, let isRestoring) = phase, step.verdict == nil else { return [] }
    guard step.index == nil, step.next < module.steps.count, module.steps[step.next] == index else {
      return broken("a message that names step \(index), which is not the next to run")
    }
    step.begin(index)
    var actions: [Action] = [.limit(limit(ofStep: index).seconds)]
    if !isRestoring, let cell = cell(ofStep: index) { actions.append(.observe(.cellStarted(cell))) }
    return actions
  }

  mutating func end(_ index: Int) -> [Action] {
    guard case .running(let module, let isRestoring) = phase, step.verdict == nil else { return [] }
    guard step.index == index else {
      return broken("a message that names step \(index), which is not running")
    }
    var record = step.finished(surroundings)
    record.warnings = warnings(ofStep: index, in: module)
    let outputs = step.outputs
    step.end()
    guard !isRestoring else { return [.limit(nil)] }
    lastEnded = index
    if let known = restored[index] {
      records[index] = known
      guard let cell = cell(ofStep: index) else { return [.limit(nil)] }
      return [.limit(nil), .observe(.cellFinished(cell))]
    }
    records[index] = record
    endedOutputs[index] = outputs
    var actions: [Action] = [.limit(nil)]
    if !module.expectsError { actions.append(.keep(step: index)) }
    if let cell = cell(ofStep: index) { actions.append(.observe(.cellFinished(cell))) }
    return actions
  }

  /// Whether every step that can run has a record, or there is a failure.
  func isComplete(_ plan: RunPlan) -> Bool {
    !failures.isEmpty
      || plan.decisions.indices.allSatisfy { plan.decisions[$0] == .show || records[$0] != nil }
  }

  // MARK: Places and limits

  /// The step that runs; before it has said so, the next of the module.
  var index: Int {
    if let index = step.index { return index }
    guard case .running(let module, _) = phase, !module.steps.isEmpty else { return 0 }
    return module.steps[min(step.next, module.steps.count - 1)]
  }

  func cell(ofStep index: Int) -> Int? {
    if case .cell(let cell) = notebook.steps[index] { return cell }
    return nil
  }

  func location(ofStep index: Int) -> SourceLocation {
    notebook.location(of: notebook.steps[index])
  }

  func codeLocation(ofStep index: Int) -> SourceLocation {
    cell(ofStep: index).map { notebook.cells[$0].location } ?? location(ofStep: index)
  }

  func limit(ofStep index: Int) -> (seconds: Double, isOfNotebook: Bool) {
    if let cell = cell(ofStep: index), let own = notebook.cells[cell].options.timeout {
      return (own, true)
    }
    if let override = options.timeoutOverride { return (override, false) }
    if let own = notebook.frontMatter.timeout { return (own, true) }
    return (options.timeout, false)
  }

  static func seconds(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value)) s" : "\(value) s"
  }
}
