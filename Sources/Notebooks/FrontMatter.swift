public import Basics

/// The YAML at the top of a notebook.
public struct FrontMatter: Sendable, Equatable {
  /// The report's title; `nil` lets the first heading serve.
  public var title: String?
  /// One or two sentences for the index.
  public var description: String?
  /// As it should be printed.
  public var author: String?
  /// A fixed text, never "now".
  public var date: String?
  /// From which every cell's random generator is derived.
  public var seed: Int = 0
  /// In the order of the text.
  public var parameters: [Parameter] = []
  /// Whether the report has a table of contents; `nil` lets the number of headings decide.
  public var tableOfContents: Bool?
  /// Seconds per cell, or `nil` for the command's default.
  public var timeout: Double?
  /// Whether raw HTML in the prose is passed on.
  public var allowsHTML = false

  /// All defaults.
  public init() {}

  /// A typed parameter that cells see as `params.name`.
  public struct Parameter: Sendable, Equatable {
    /// A Swift identifier.
    public var name: String
    /// The default, or what `-P` set.
    public var value: Value
    /// Where it is declared.
    public var location: SourceLocation

    /// A parameter with its default.
    public init(name: String, value: Value, location: SourceLocation) {
      self.name = name
      self.value = value
      self.location = location
    }
  }

  /// What a parameter can be.
  public enum Value: Sendable, Hashable {
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case string(String)
  }
}
