public import Basics
public import Foundation

/// A notebook as read from its file: front matter, prose, cells.
public struct Notebook: Sendable {
  /// The file as the user named it.
  public var path: String
  /// The file name without folder and extension; names the report.
  public var name: String
  /// What stands between the `---` lines, or the defaults.
  public var frontMatter: FrontMatter
  /// The prose, with cells and inline values in their places.
  public var document: Document
  /// In the order of the text.
  public var cells: [Cell]
  /// In the order of the text.
  public var inlineValues: [InlineValue]
  /// Cells and inline values in the order of the text: what is run, one after the other.
  public var steps: [Step]
  /// Bytes of the images that the prose embeds, by destination.
  public var images: [String: EmbeddedImage]
  /// The file's bytes.
  public var source: [UInt8]
  /// What looks like a notebook's syntax and was not understood, in the order of the text.
  public var warnings: [Problem]

  /// One thing to run.
  public enum Step: Sendable, Hashable {
    /// An index in ``Notebook/cells``.
    case cell(Int)
    /// An index in ``Notebook/inlineValues``.
    case inlineValue(Int)
  }

  /// A notebook of these parts.
  public init(
    path: String, name: String, frontMatter: FrontMatter, document: Document, cells: [Cell],
    inlineValues: [InlineValue], steps: [Step], images: [String: EmbeddedImage],
    source: [UInt8] = [], warnings: [Problem] = []
  ) {
    self.path = path
    self.name = name
    self.frontMatter = frontMatter
    self.document = document
    self.cells = cells
    self.inlineValues = inlineValues
    self.steps = steps
    self.images = images
    self.source = source
    self.warnings = warnings
  }
}

/// An image file that goes into the report.
public struct EmbeddedImage: Sendable, Equatable {
  /// `image/png` and so on.
  public var mediaType: String
  /// The file's bytes.
  public var bytes: Data

  /// An image of a media type.
  public init(mediaType: String, bytes: Data) {
    self.mediaType = mediaType
    self.bytes = bytes
  }
}

/// `` `{swift} expression` `` in the prose.
public struct InlineValue: Sendable, Equatable {
  /// The expression.
  public var expression: String
  /// Where the expression starts.
  public var location: SourceLocation

  /// An expression at a place.
  public init(expression: String, location: SourceLocation) {
    self.expression = expression
    self.location = location
  }
}
