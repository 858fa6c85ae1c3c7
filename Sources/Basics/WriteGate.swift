internal import Glibc
internal import Synchronization

/// What every file that is written goes through at its two moments: when its temporary file is made, and
/// when that takes the place of the old one. Once the gate is closed, as an interruption does, neither
/// happens any more: what stands there stays, and no temporary file is left.
public final class WriteGate: Sendable {
  /// The gate of this process.
  public static let shared = WriteGate()

  private struct State {
    var isClosed = false
    var temporaries: Set<String> = []
  }

  private let state = Mutex(State())

  /// An open gate.
  public init() {}

  /// Closes the gate for good. Threads that come to it afterwards wait there for the process to end: an
  /// error of theirs would only be told beside the interruption that caused it.
  public func close() {
    state.withLock { state in
      state.isClosed = true
      for path in state.temporaries { unlink(path) }
    }
  }

  /// Makes a temporary file and remembers it; the descriptor, or the error number, which is `EWOULDBLOCK`
  /// where another name is to be tried.
  func open(_ path: String, mode: mode_t) -> Result<Int32, SystemError> {
    pass { state in
      // A lock that dies with this process tells those who tidy up that somebody is at work here.
      let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      guard descriptor >= 0 else { return .failure(SystemError(number: errno)) }
      let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
      var info = stat()
      // Before the lock was there somebody may have tidied this file up.
      if isTaken || fstat(descriptor, &info) == 0 && info.st_nlink == 0 {
        unlink(path)
        Glibc.close(descriptor)
        return .failure(SystemError(number: EWOULDBLOCK))
      }
      state.temporaries.insert(path)
      return .success(descriptor)
    }
  }

  /// Moves a temporary file to its place; the error number if that fails.
  func move(_ temporary: String, to path: String) -> Int32? {
    pass { state in
      guard rename(temporary, path) == 0 else { return errno }
      state.temporaries.remove(temporary)
      return nil
    }
  }

  /// Removes a temporary file that is not to be moved.
  func discard(_ temporary: String) {
    pass { state in
      unlink(temporary)
      state.temporaries.remove(temporary)
    }
  }

  /// Does nothing but wait where the gate is closed: for what is written without a temporary file.
  func wait() { pass { _ in } }

  private func pass<Value>(_ body: (inout State) -> Value) -> Value where Value: Sendable {
    let value = state.withLock { $0.isClosed ? nil : body(&$0) }
    while value == nil { pause() }
    guard let value else { fatalError("a closed gate was passed") }
    return value
  }
}

/// An error number of the system.
struct SystemError: Error, Equatable {
  var number: Int32
}
