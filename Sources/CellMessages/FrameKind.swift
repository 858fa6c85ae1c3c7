/// What the process that runs cells tells the runner, one byte each; a frame is its payload's length
/// (four bytes, little-endian), this byte, and the payload.
public enum FrameKind: UInt8, Sendable {
  /// A new live process. Payload: its number, decimal.
  case alive = 0x41
  /// A step starts. Payload: its index, decimal.
  case stepStarted = 0x53
  /// A step ran to its end; waits for an acknowledgement. Payload: its index, decimal.
  case stepEnded = 0x45
  /// A figure; waits for an acknowledgement. Payload: a `Figure` as JSON.
  case figure = 0x46
  /// The text of an inline value; waits for an acknowledgement.
  case inlineValue = 0x56
  /// Training progress, a ``Progress`` as JSON.
  case progress = 0x50
  /// An error reached the top level. Payload: addresses (16 hexadecimal digits each), a line feed, text.
  case thrown = 0x54
  /// `check` did not hold. Payload: as for ``thrown``.
  case checkFailed = 0x43
  /// A crash signal; see `cell_install_crash_handler`.
  case crash = 0x58
  /// A file was read; waits for an acknowledgement. Payload: its path.
  case dependency = 0x44
  /// A module was loaded. Payload: base address in hexadecimal, a line feed, the path.
  case loaded = 0x4C
  /// A module could not be loaded. Payload: the linker's words.
  case loadFailed = 0x42
  /// The live process ended; its snapshot takes over. Payload: the wait status, decimal.
  case ended = 0x51
  /// No snapshot was kept, because threads that a cell started still run: they would not survive.
  case snapshotRefused = 0x52
  /// `exit` was called. Payload: the status, decimal.
  case exitCalled = 0x59
  /// A module ran to its end.
  case idle = 0x49
}

/// What the runner tells the live process; framed like ``FrameKind``.
public enum CommandKind: UInt8, Sendable {
  /// Go on.
  case acknowledge = 0x61
  /// Load and run a module. Payload: path, line feed, entry point, line feed, `step=seed` pairs.
  case load = 0x6C
  /// Keep this state: fork, and go on in the child.
  case snapshot = 0x73
  /// End.
  case quit = 0x71
}

/// How far a training run has come.
public struct Progress: Codable, Sendable, Equatable {
  /// Steps done.
  public var step: Int
  /// Steps in all.
  public var total: Int
  /// The newest loss.
  public var loss: Double
  /// Tokens seen so far.
  public var tokens: Int

  /// Progress at a step.
  public init(step: Int, total: Int, loss: Double, tokens: Int) {
    self.step = step
    self.total = total
    self.loss = loss
    self.tokens = tokens
  }
}
