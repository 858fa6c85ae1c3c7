internal import Basics
internal import Foundation
internal import Notebooks

extension NotebookRunner {
  /// Compiles ahead, and carries out what the session says.
  func execute(
    _ plan: RunPlan, _ planned: StepKeys, _ keys: StepKeys, _ context: RunContext
  ) throws -> NotebookResult {
    try checkSettings(context.engine)
    let started = MonotonicClock.now
    let analyses =
      try context.analyses
      ?? CellAnalysis.of(
        notebook.cells.map(\.code), toolchain: context.toolchain, in: context.workFolder)
    if context.analyses == nil { observe(.time("analyse", MonotonicClock.now - started)) }
    let batches = Batch.plan(notebook, analyses: analyses, only: plan.running)
    let source = BatchSource(
      notebook: notebook, analyses: analyses,
      file: (notebook.path as NSString).lastPathComponent)
    let compiler = CellCompiler(
      toolchain: context.toolchain, engine: context.engine, cache: context.cache,
      workFolder: context.workFolder, usesCache: context.usesCache)
    let queue = CompileQueue(batches, source: source, compiler: compiler, note: observe)
    defer { queue.cancel() }
    var session = Session(
      notebook, options: options, seeds: planned.seeds,
      symbolizer: Symbolizer(
        path: context.toolchain.symbolizer, file: source.file, notebookPath: notebook.path,
        indents: source.indents),
      surroundings: context.surroundings, reused: plan.reused,
      restored: plan.restored)
    let memory = context.usesCache ? MemoryFolder(context.cache, limit: options.cacheSize) : nil
    defer { memory?.close() }
    for step in plan.restored.keys { memory?.layOut(step: step, key: planned.keys[step]) }
    let ledger = KeyLedger(keys, memory)
    let process = SessionProcess { try self.start(context, memory) }
    let running = MonotonicClock.now
    defer {
      observe(.time("compile", queue.compiling))
      observe(.time("link", queue.linking))
      observe(.time("run", MonotonicClock.now - running))
    }
    try process.start()
    for (index, batch) in batches.enumerated() {
      for event in try events(of: queue.outcome(of: index), batch) {
        try carryOut(event, &session, process, ledger, context)
      }
      if session.phase == .over { break }
    }
    if session.endsWithCompileError {
      for (step, failure) in queue.failuresBelow() {
        _ = session.handle(.alsoNotCompiled(step: step, failure))
      }
    }
    guard session.isComplete(plan) else {
      throw Problem(
        .run, at: SourceLocation(file: notebook.path, line: 1),
        "the run ended although not every cell has run: a fault of Unroll",
        advice: "Please report it with the notebook; --no-cache may help meanwhile.")
    }
    if context.usesCache { settleWrittenFiles(session, ledger, context) }
    if session.failures.isEmpty {
      for step in plan.restored.keys { memory?.settle(step: step, key: planned.keys[step]) }
    }
    // Nothing is shown below a failure: a run from the top would not have come so far.
    let end = session.statuses.keys.min() ?? .max
    return NotebookResult(
      notebook, records: session.records.filter { $0.key <= end }, statuses: session.statuses,
      failures: session.failures)
  }

  private func start(_ context: RunContext, _ memory: MemoryFolder?) throws -> CellProcess {
    var environment = context.environment
    environment["UNROLL_MEMORY"] = memory?.place
    return try CellProcess(
      executable: context.engine.cells, folder: context.notebookFolder,
      environment: environment, memoryLimit: options.memoryLimit)
  }

  /// What a batch's compilation means for the session.
  private func events(
    of outcome: CompileQueue.Outcome, _ batch: Batch
  ) throws -> [Session.Event] {
    switch outcome {
    case .ready(let library, _, let warnings):
      return [
        .ready(
          Session.Module(
            library: library, name: batch.module, steps: batch.steps,
            expectsError: batch.expectsError, warnings: warnings))
      ]
    case .failed(let step, let failure, let above):
      var events: [Session.Event] = []
      if !options.failsFast, let above, !above.steps.isEmpty {
        events.append(
          .ready(Session.Module(library: above.library, name: batch.module, steps: above.steps)))
      }
      return events + [
        .notCompiled(step: step, failure, expectsError: batch.expectsError)
      ]
    case .broken(let problem): throw problem
    }
  }

  /// Gives the session an event, does what it says, and goes on with what the process tells until the
  /// session waits for the next batch or is over.
  private func carryOut(
    _ event: Session.Event, _ session: inout Session, _ process: SessionProcess,
    _ ledger: KeyLedger, _ context: RunContext
  ) throws {
    guard session.phase != .over else { return }
    var next: Session.Event? = event
    while let event = next {
      for action in session.handle(event) { try perform(action, session, process, ledger, context) }
      guard case .running = session.phase else { return }
      next = .transport(process.next())
    }
  }

  private func perform(
    _ action: Session.Action, _ session: Session, _ process: SessionProcess,
    _ ledger: KeyLedger, _ context: RunContext
  ) throws {
    switch action {
    case .send(let command): process.transport?.send(command)
    case .acknowledge: process.transport?.acknowledge()
    case .stop: process.transport?.stop()
    case .restart: try process.start()
    case .limit(let seconds): process.deadline = seconds.map { MonotonicClock.now + $0 }
    case .keep(let step):
      guard context.usesCache, let record = session.records[step] else { break }
      keep(record, of: step, session, ledger, context)
      ledger.memory?.settle(step: step, key: ledger.key(of: step, session.records))
    case .forget(let step):
      let key = ledger.key(of: step, session.records)
      context.store.forget(key)
      ledger.memory?.forget(key: key)
    case .observe(let event): observe(event)
    }
  }

  private func keep(
    _ record: StepRecord, of step: Int, _ session: Session, _ ledger: KeyLedger,
    _ context: RunContext
  ) {
    var record = record
    let key = ledger.key(of: step, session.records)
    record.fileSources = FileLinks.writers(of: record, above: step, session.records).map {
      ledger.key(of: $0, session.records)
    }
    context.store.keep(record, for: key)
  }

  /// A file that several steps wrote is as the last one left it: the record of that one answers for it.
  private func settleWrittenFiles(
    _ session: Session, _ ledger: KeyLedger, _ context: RunContext
  ) {
    var owners: [String: Int] = [:]
    for index in session.records.keys.sorted() {
      for name in session.records[index]?.written.keys.sorted() ?? [] { owners[name] = index }
    }
    for (index, record) in session.records {
      let lost = record.written.keys.filter { owners[$0] != index }.sorted()
      guard !lost.isEmpty, context.store.record(for: ledger.key(of: index, session.records)) != nil
      else { continue }
      var settled = record
      for name in lost { settled.written[name] = nil }
      settled.overwritten = Set(settled.overwritten + lost).sorted()
      keep(settled, of: index, session, ledger, context)
    }
  }

  /// A wrong SIMD level or thread count in the environment is told before a cell stumbles over it.
  private func checkSettings(_ engine: Toolchain.Engine) throws {
    let environment = ProcessInfo.processInfo.environment
    guard environment["UNROLL_SIMD"] != nil || environment["UNROLL_THREADS"] != nil else { return }
    let answer = try ChildProcess.run(engine.cells, ["--settings"])
    guard answer.status != 0 else { return }
    let said = answer.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
    throw Problem(
      .environment, said.hasPrefix("error: ") ? String(said.dropFirst(7)) : said)
  }
}

/// The process of a session, which may have to be started anew, and the limit of the step that runs.
final class SessionProcess {
  private(set) var transport: (any CellTransport)?
  /// In seconds of the ``MonotonicClock``.
  var deadline: Double?
  private let make: () throws -> any CellTransport

  init(_ make: @escaping () throws -> any CellTransport) { self.make = make }

  func start() throws {
    // The one that was is ended before another one begins.
    transport = nil
    transport = try make()
  }

  func next() -> TransportEvent { transport?.next(deadline: deadline) ?? .closed }
}
