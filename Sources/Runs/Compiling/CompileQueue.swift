internal import Basics
internal import Foundation
internal import Notebooks

/// Compiles a notebook's batches in the background, ahead of the cells that run.
final class CompileQueue: @unchecked Sendable {
  /// What became of a batch.
  enum Outcome: Sendable {
    case ready(library: String, linking: Double, warnings: [StepWarning])
    /// The first step that does not compile, and what could be compiled above it in the batch.
    case failed(step: Int, Failure, above: (library: String, steps: [Int])?)
    case broken(Problem)
  }

  private let condition = NSCondition()
  private var outcomes: [Outcome] = []
  private var others: [(step: Int, failure: Failure)] = []
  private var hasEnded = false
  private var cancelled = false
  private let cancellation = Cancellation()
  /// Seconds of the compiler, without those of the linker.
  private(set) var compiling = 0.0
  /// Seconds of the linker.
  private(set) var linking = 0.0

  init(
    _ batches: [Batch], source: BatchSource, compiler: CellCompiler,
    note: @escaping @Sendable (RunEvent) -> Void
  ) {
    let thread = Thread { [self] in
      ChildProcess.$cancellation.withValue(cancellation) {
        work(through: batches, source: source, compiler: compiler, note: note)
      }
      end()
    }
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func work(
    through batches: [Batch], source: BatchSource, compiler: CellCompiler,
    note: @escaping @Sendable (RunEvent) -> Void
  ) {
    // What is found after the run has ended is of no use to anyone.
    var work = CompileWork(source: source, compiler: compiler) { [self] event in
      if !isCancelled { note(event) }
    }
    for batch in batches {
      guard !isCancelled else { break }
      let started = MonotonicClock.now
      if work.hasFailed {
        // The cells below the first failure are compiled only to tell what is wrong in them.
        let found = (try? work.check(batch)) ?? []
        deliver(found)
        continue
      }
      let outcome: Outcome
      do {
        outcome = try work.compile(batch)
      } catch let problem as Problem {
        outcome = .broken(problem)
      } catch {
        outcome = .broken(Problem(.compile, "cells cannot be compiled", underlying: "\(error)"))
      }
      deliver(outcome, work.takeOthers(), after: MonotonicClock.now - started)
      if case .broken = outcome { break }
    }
  }

  private func deliver(
    _ outcome: Outcome, _ others: [(step: Int, failure: Failure)], after spent: Double
  ) {
    condition.lock()
    outcomes.append(outcome)
    self.others += others
    compiling += spent
    if case .ready(_, let linking, _) = outcome {
      compiling -= linking
      self.linking += linking
    }
    condition.broadcast()
    condition.unlock()
  }

  private func deliver(_ others: [(step: Int, failure: Failure)]) {
    condition.lock()
    self.others += others
    condition.unlock()
  }

  private func end() {
    condition.lock()
    hasEnded = true
    condition.broadcast()
    condition.unlock()
  }

  private var isCancelled: Bool {
    condition.lock()
    defer { condition.unlock() }
    return cancelled
  }

  /// Ends the compiler that runs and waits until nothing of it goes on.
  func cancel() {
    condition.lock()
    cancelled = true
    condition.unlock()
    cancellation.cancel()
    condition.lock()
    while !hasEnded { condition.wait() }
    condition.unlock()
  }

  /// Waits for a batch.
  func outcome(of batch: Int) -> Outcome {
    condition.lock()
    defer { condition.unlock() }
    while outcomes.count <= batch, !hasEnded { condition.wait() }
    return batch < outcomes.count
      ? outcomes[batch] : .broken(Problem(.compile, "the compiler was stopped"))
  }

  /// Waits for all batches: the failures of steps below the first one that does not compile, without
  /// those that only follow from another.
  func failuresBelow() -> [(step: Int, failure: Failure)] {
    condition.lock()
    defer { condition.unlock() }
    while !hasEnded { condition.wait() }
    return others
  }
}
