internal import Basics
internal import Foundation
internal import Notebooks

extension NotebookRunner {
  /// Compiles ahead, runs from the top.
  func execute(_ context: RunContext) throws -> NotebookResult {
    try checkSettings(context.engine)
    let started = Date()
    let analyses = try CellAnalysis.of(
      notebook.cells.map(\.code), toolchain: context.toolchain, in: context.workFolder)
    observe(.time("analyse", Date().timeIntervalSince(started)))
    let batches = Batch.plan(notebook, analyses: analyses)
    let source = BatchSource(
      notebook: notebook, analyses: analyses,
      file: (notebook.path as NSString).lastPathComponent)
    let compiler = CellCompiler(
      toolchain: context.toolchain, engine: context.engine, cache: context.cache,
      workFolder: context.workFolder, usesCache: context.usesCache)
    let queue = CompileQueue(batches, source: source, compiler: compiler, note: observe)
    defer { queue.cancel() }
    var session = try CellSession(
      notebook: notebook, context: context, options: options, source: source, observe: observe)
    let running = Date()
    defer {
      observe(.time("compile", queue.compiling))
      observe(.time("link", queue.linking))
      observe(.time("run", Date().timeIntervalSince(running)))
    }
    for (index, batch) in batches.enumerated() {
      switch queue.outcome(of: index) {
      case .ready(let library, _):
        try session.restoreState()
        if batch.expectsError { session.keepSnapshot() }
        let failed = session.run(library, module: batch.module, steps: batch.steps)
        guard settle(failed, batch, &session) else { return result(of: session) }
      case .failed(let step, let failure, let above):
        if !options.failsFast, let above, !above.steps.isEmpty {
          let failed = session.run(above.library, module: batch.module, steps: above.steps)
          guard settle(failed, batch, &session) else { return result(of: session) }
        }
        guard settle((step, failure), batch, &session) else {
          for (step, failure) in queue.failuresBelow() { session.book(failure, at: step) }
          return result(of: session)
        }
      case .broken(let problem):
        throw problem
      }
    }
    return result(of: session)
  }

  /// A wrong SIMD level or thread count in the environment is told before a cell stumbles over it.
  private func checkSettings(_ engine: Toolchain.Engine) throws {
    let environment = ProcessInfo.processInfo.environment
    guard environment["UNROLL_SIMD"] != nil || environment["UNROLL_THREADS"] != nil else { return }
    let answer = try ChildProcess.run(engine.kernel, ["--settings"])
    guard answer.status != 0 else { return }
    let said = answer.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
    throw Problem(
      .environment, said.hasPrefix("error: ") ? String(said.dropFirst(7)) : said)
  }

  /// Books how a batch ended; tells whether to go on.
  private func settle(
    _ failed: (step: Int, failure: Failure)?, _ batch: Batch, _ session: inout CellSession
  ) -> Bool {
    guard batch.expectsError, let step = batch.steps.first else {
      guard let failed else { return true }
      session.book(failed.failure, at: failed.step)
      if failed.failure.kind != .compileError { observe(.failure(failed.failure)) }
      return false
    }
    if let failed {
      session.bookExpected(failed.failure, at: step)
      return true
    }
    let failure = Failure(
      kind: .unexpectedSuccess,
      message: "the cell is marked `error: true`, but it ran to its end",
      location: session.location(ofStep: step),
      advice: "Remove the option, or let the cell fail.")
    session.book(failure, at: step)
    observe(.failure(failure))
    return false
  }

  private func result(of session: CellSession) -> NotebookResult {
    assemble(session.records, statuses: session.statuses, failures: session.failures)
  }
}
