internal import Basics
internal import Foundation
internal import Notebooks

/// Compiles a notebook's batches in the background, ahead of the cells that run.
final class CompileQueue: @unchecked Sendable {
  /// What became of a batch.
  enum Outcome: Sendable {
    case ready(library: String, linking: Double)
    /// The step that does not compile, and what could be compiled above it in the batch.
    case failed(step: Int, [CellCompiler.Diagnostic], above: (library: String, steps: [Int])?)
    case broken(Problem)
  }

  private let condition = NSCondition()
  private var outcomes: [Outcome] = []
  private var cancelled = false
  /// Seconds of the compiler, without those of the linker.
  private(set) var compiling = 0.0
  /// Seconds of the linker.
  private(set) var linking = 0.0

  init(
    _ batches: [Batch], source: BatchSource, compiler: CellCompiler,
    parameters: [FrontMatter.Parameter], note: @escaping @Sendable (RunEvent) -> Void
  ) {
    let thread = Thread { [self] in
      var chain = ""
      for (index, batch) in batches.enumerated() {
        guard !isCancelled else { return }
        let earlier = batches[..<index].filter { !$0.expectsError }
        let started = Date()
        let outcome: Outcome
        do {
          outcome = try Self.compile(
            batch, after: earlier, source: source, compiler: compiler, parameters: parameters,
            chain: &chain, note: note)
        } catch let problem as Problem {
          outcome = .broken(problem)
        } catch {
          outcome = .broken(Problem(.compile, "cells cannot be compiled", underlying: "\(error)"))
        }
        deliver(outcome, after: Date().timeIntervalSince(started))
        if case .ready = outcome { continue }
        if case .failed = outcome, batch.expectsError { continue }
        return
      }
    }
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func deliver(_ outcome: Outcome, after spent: Double) {
    condition.lock()
    outcomes.append(outcome)
    compiling += spent
    if case .ready(_, let linking) = outcome {
      compiling -= linking
      self.linking += linking
    }
    condition.broadcast()
    condition.unlock()
  }

  private var isCancelled: Bool {
    condition.lock()
    defer { condition.unlock() }
    return cancelled
  }

  /// No further batch is started.
  func cancel() {
    condition.lock()
    cancelled = true
    condition.unlock()
  }

  /// Waits for a batch.
  func outcome(of batch: Int) -> Outcome {
    condition.lock()
    defer { condition.unlock() }
    while outcomes.count <= batch { condition.wait() }
    return outcomes[batch]
  }

  private static func compile(
    _ batch: Batch, after earlier: [Batch], source: BatchSource, compiler: CellCompiler,
    parameters: [FrontMatter.Parameter], chain: inout String, note: (RunEvent) -> Void
  ) throws -> Outcome {
    let text = source.text(of: batch, after: earlier, parameters: parameters)
    let result = try compiler.compile(
      text, module: batch.module, isOptimised: batch.isOptimised, chain: chain)
    switch result {
    case .compiled(let library, let warnings, let linking):
      chain = SHA256.hexadecimal((chain + text).utf8)
      for warning in warnings
      where warning.file == source.file && warning.message != "will never be executed" {
        note(.warning(source.location(warning), warning.message))
      }
      return .ready(library: library, linking: linking)
    case .failed(let diagnostics):
      let failing = source.failingStep(in: batch, diagnostics)
      let above = batch.steps.filter { $0 < failing }
      note(.failure(source.failure(step: failing, diagnostics)))
      guard !above.isEmpty else { return .failed(step: failing, diagnostics, above: nil) }
      var head = batch
      head.steps = above
      let again = try compiler.compile(
        source.text(of: head, after: earlier, parameters: parameters), module: batch.module,
        isOptimised: batch.isOptimised, chain: chain)
      if case .compiled(let library, _, _) = again {
        return .failed(step: failing, diagnostics, above: (library, above))
      }
      return .failed(step: above[0], diagnostics, above: nil)
    }
  }
}
