internal import Basics
internal import Glibc
internal import Synchronization

/// Stops the program that runs now for somebody who does not want its answer any more, and those to come.
final class Cancellation: Sendable {
  private struct State {
    var isCancelled = false
    var child: pid_t?
  }

  private let state = Mutex(State())

  /// Ends the program that runs; no other is started.
  func cancel() {
    state.withLock { state in
      state.isCancelled = true
      if let child = state.child { kill(-child, SIGKILL) }
    }
  }

  /// Throws once it was cancelled.
  func check() throws {
    guard state.withLock({ $0.isCancelled }) else { return }
    throw Problem(.compile, "the compiler is not needed any more")
  }

  func begin(_ child: pid_t) {
    state.withLock { state in
      state.child = child
      if state.isCancelled { kill(-child, SIGKILL) }
    }
  }

  func end() { state.withLock { $0.child = nil } }
}
