public import Basics
public import CellMessages

/// How a notebook is run.
public struct RunOptions: Sendable {
  /// Seconds per cell where neither the cell nor the notebook says.
  public var timeout: Double = 300
  /// A limit of the command line wins over the notebook's.
  public var timeoutOverride: Double?
  /// Bytes a cell's process may hold.
  public var memoryLimit: UInt64 = 8 << 30
  /// Threads of the engine, or `nil` for its own choice.
  public var threads: Int?
  /// Whether results and compiled cells of earlier runs are used and kept.
  public var usesCache = true
  /// Bytes of trainings and other results that are kept for later runs.
  public var cacheSize: UInt64 = 2 << 30
  /// Whether to stop at a compile error before the cells above it have run.
  public var failsFast = false

  /// All defaults.
  public init() {}
}

/// What a run reports while it goes on.
public enum RunEvent: Sendable, Equatable {
  /// A cell starts: index among the cells.
  case cellStarted(Int)
  /// A cell ended.
  case cellFinished(Int)
  /// Training goes on.
  case progress(Progress)
  /// Why a cell was reused or not, for `--explain`.
  case explanation(SourceLocation, String)
  /// The compiler warns.
  case warning(SourceLocation, String)
  /// A failure, as soon as it is known.
  case failure(Failure)
  /// Seconds spent: `analyse`, `compile`, `link`, `run`.
  case time(String, Double)
}
