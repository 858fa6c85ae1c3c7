public import Charts

/// What the process that runs cells tells the runner.
public enum CellMessage: Sendable, Equatable {
  /// A new live process, by its number; waits for an acknowledgement.
  case alive(process: Int32)
  /// A module was loaded at an address.
  case loaded(base: UInt64)
  /// A module could not be loaded; the linker's words.
  case loadFailed(String)
  /// A step starts.
  case stepStarted(Int)
  /// A step ran to its end; waits for an acknowledgement.
  case stepEnded(Int)
  /// A module ran to its end.
  case idle
  /// Text was printed. `birth` is the step in which the printing thread began, where that is known.
  case printed(birth: Int?, isError: Bool, [UInt8])
  /// A figure. `birth` is the step in which the thread began that shows it, where that is known.
  case figure(birth: Int? = nil, Figure)
  /// What a constant or variable of the running step's top level can carry.
  case binding(name: String, BindingState)
  /// The text of an inline value.
  case inlineValue(String)
  /// How far a training has come.
  case progress(Progress)
  /// A file was looked at or changed; waits for an acknowledgement.
  case file(FileUse, path: String)
  /// Something was used that need not give the same again, with what is known of it.
  case unrepeatable(UnrepeatableSource, String)
  /// Whatever other processes have written until now comes before what follows; waits for an
  /// acknowledgement.
  case drain
  /// An error reached the top level: the addresses of the calls that threw it, and its text.
  case thrown(addresses: [UInt64], text: String)
  /// `check` did not hold: the addresses of the calls above, and the claim.
  case checkFailed(addresses: [UInt64], text: String)
  /// A crash signal. `isForeign`: another process sent it.
  case crash(signal: Int32, isOverflow: Bool, isForeign: Bool, addresses: [UInt64])
  /// `exit` was called with a status.
  case exitCalled(Int32)
  /// The live process ended with a wait status; its snapshot takes over.
  case ended(status: Int32)
  /// No snapshot was kept, because threads that a cell started still run: they would not survive.
  case snapshotRefused
}

/// What was done with a file.
public enum FileUse: Sendable, Equatable, Codable, CaseIterable {
  /// Its content was read.
  case read
  /// The names in a folder were read.
  case listed
  /// Whether it is there was asked.
  case lookedFor
  /// It was written, made, moved or removed.
  case written
}

/// What need not give the same in another run.
public enum UnrepeatableSource: String, Sendable, Equatable, Codable, CaseIterable {
  /// The time of day or a stopwatch.
  case clock
  /// The system's random numbers.
  case random
  /// A variable of the environment.
  case environment
  /// Another program, whose files are not watched.
  case program
  /// A connection to another machine or process.
  case network
  /// A thread that goes on when its cell has ended.
  case thread
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

  /// Equal, a loss that is not a number being equal to itself.
  public static func == (left: Progress, right: Progress) -> Bool {
    (left.step, left.total, left.tokens) == (right.step, right.total, right.tokens)
      && (left.loss == right.loss || left.loss.isNaN && right.loss.isNaN)
  }
}

extension CellMessage {
  /// Whether the process waits until the runner has taken the message.
  public var isAcknowledged: Bool {
    switch self {
    case .alive, .stepEnded, .file, .drain: true
    default: false
    }
  }
}
