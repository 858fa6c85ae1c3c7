public import Basics
public import Charts
public import Notebooks

/// What running one cell gave.
public struct CellResult: Sendable, Equatable, Codable {
  /// How it ended.
  public enum Status: Sendable, Equatable, Codable {
    /// It ran to its end.
    case succeeded
    /// It failed, or was stopped.
    case failed(Failure)
    /// It was not reached.
    case notRun(NotRunReason)
    /// `run: false`.
    case shownOnly
  }

  /// How it ended.
  public var status: Status
  /// What it printed and showed, in order.
  public var outputs: [CellOutput]

  /// A result.
  public init(status: Status, outputs: [CellOutput] = []) {
    self.status = status
    self.outputs = outputs
  }
}

/// Why a cell was not run.
public enum NotRunReason: String, Sendable, Equatable, Codable {
  /// A cell or an inline value above it failed.
  case failureAbove
  /// With `--fail-fast`: a cell below it cannot be compiled.
  case compileErrorBelow

  /// The reason of a step that was not reached, where these steps failed.
  public static func ofStep(_ step: Int, failed: some Collection<Int>) -> NotRunReason {
    failed.isEmpty || failed.contains { $0 < step } ? .failureAbove : .compileErrorBelow
  }

  /// In words, to stand after "not run: ".
  public var words: String {
    switch self {
    case .failureAbove: "a cell above failed"
    case .compileErrorBelow: "a cell below cannot be compiled"
    }
  }
}

/// One piece of what a cell printed or showed.
public enum CellOutput: Sendable, Equatable, Codable {
  case standardOutput(String)
  case standardError(String)
  case figure(Figure)
  /// More was printed than is kept.
  case truncated(stream: String, keptBytes: Int)
}

/// Why a cell did not run to its end.
public struct Failure: Sendable, Equatable, Codable {
  /// What kind of failure; readers see ``message``.
  public enum Kind: String, Sendable, Codable {
    case compileError, thrownError, trap, signal, timeout, outOfMemory, outputFlood, exit
    /// `error: true`, but it ran to its end.
    case unexpectedSuccess
    case lostProcess
    /// Something that is not a message of the runtime came over its descriptor.
    case brokenMessage
  }

  /// The kind.
  public var kind: Kind
  /// What happened, for people: no path of the machine, no time, no process number.
  public var message: String
  /// Where in the notebook, as well as it is known.
  public var location: SourceLocation?
  /// Further diagnostics of the compiler, notes and calls above, each with its place.
  public var notes: [Note]
  /// Whether the cell's author announced it.
  public var isExpected = false
  /// How to mend it, where that is known.
  public var advice: String?

  /// A remark at a place.
  public struct Note: Sendable, Equatable, Codable {
    /// Where.
    public var location: SourceLocation?
    /// What.
    public var message: String

    /// A remark.
    public init(location: SourceLocation?, message: String) {
      self.location = location
      self.message = message
    }
  }

  /// A failure.
  public init(
    kind: Kind, message: String, location: SourceLocation? = nil, notes: [Note] = [],
    advice: String? = nil, isExpected: Bool = false
  ) {
    self.isExpected = isExpected
    self.kind = kind
    self.message = message
    self.location = location
    self.notes = notes
    self.advice = advice
  }
}

/// What running a whole notebook gave; the reports are drawn from it and the notebook alone.
public struct NotebookResult: Sendable, Equatable {
  /// By index in `Notebook.cells`.
  public var cells: [CellResult]
  /// By index in `Notebook.inlineValues`: the text, or `nil` where it was not computed.
  public var inlineValues: [String?]
  /// The parameters as they were used.
  public var parameters: [FrontMatter.Parameter]
  /// The seed as it was used.
  public var seed: Int
  /// The first failure that makes the exit status 1, with its place.
  public var failures: [Failure]

  /// A result.
  public init(
    cells: [CellResult], inlineValues: [String?], parameters: [FrontMatter.Parameter], seed: Int,
    failures: [Failure]
  ) {
    self.cells = cells
    self.inlineValues = inlineValues
    self.parameters = parameters
    self.seed = seed
    self.failures = failures
  }
}
