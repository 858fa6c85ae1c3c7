internal import CellMessages

/// The way to the process that runs cells, as a session uses it; tests write one without a process.
protocol CellTransport: AnyObject {
  /// Sends a command.
  func send(_ command: CellCommand)
  /// Lets the process go on that waits for a message to be taken.
  func acknowledge()
  /// Asks the live process to say where it is and to end; after a moment it is killed.
  func stop()
  /// The next event; waits for it until `deadline`, in seconds of the ``MonotonicClock``.
  func next(deadline: Double?) -> TransportEvent
}

/// What comes from the process that runs cells.
enum TransportEvent: Sendable, Equatable {
  /// A message; `isAwaited`: its sender waits for an acknowledgement.
  case message(CellMessage, isAwaited: Bool)
  /// What other processes, which a cell has started, wrote to its outputs.
  case foreignOutput([UInt8])
  /// Something that is not a message, or one that cannot be true.
  case broken(String)
  /// Nothing happened until the deadline.
  case deadline
  /// The cell's processes hold more memory than they may.
  case memory(UInt64)
  /// The process is gone.
  case closed
}
