public import Basics

/// A fenced code block of a notebook whose info string starts with `swift`.
public struct Cell: Sendable, Equatable {
  /// The code without the option lines, verbatim.
  public var code: String
  /// Where the code starts (the first line after the options).
  public var location: SourceLocation
  /// Where the opening fence stands.
  public var fenceLocation: SourceLocation
  /// The `//|` lines.
  public var options: CellOptions
  /// How many bytes of each line of the file stand left of the code: not empty only if the fence is
  /// indented, in a list or in a block quote.
  public var lineIndents: [Int] = []

  /// A cell at a place.
  public init(
    code: String, location: SourceLocation, fenceLocation: SourceLocation, options: CellOptions
  ) {
    self.code = code
    self.location = location
    self.fenceLocation = fenceLocation
    self.options = options
  }

  /// Where a line and column of ``code`` (both from 1) stand in the file.
  public func location(line: Int, column: Int) -> SourceLocation {
    let indent = lineIndents.indices.contains(line - 1) ? lineIndents[line - 1] : 0
    return SourceLocation(
      file: location.file, line: location.line + line - 1, column: column + indent)
  }
}

/// The `//| key: value` lines at the top of a cell.
public struct CellOptions: Sendable, Equatable {
  /// Names the cell; unique in its notebook. `fig-…` and `tbl-…` labels are numbered.
  public var label: String?
  /// The caption under a figure or above a table; inline Markdown.
  public var caption: String?
  /// The text for readers who do not see the figure.
  public var alt: String?
  /// Whether the code is shown.
  public var echo: Echo = .shown
  /// Whether the output is shown.
  public var output = true
  /// Whether the cell is expected to fail.
  public var expectsError = false
  /// Seconds, or `nil` for the notebook's.
  public var timeout: Double?
  /// `false`: the code is shown only.
  public var run = true
  /// Whether the output may differ between runs.
  public var isVolatile = false

  /// How the code is shown.
  public enum Echo: Sendable, Equatable { case shown, hidden, folded }

  /// All defaults.
  public init() {}
}
