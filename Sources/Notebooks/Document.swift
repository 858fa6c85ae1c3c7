public import Basics

/// The prose of a notebook: a flat list of events, so that no depth of nesting can exhaust a stack.
///
/// A container appears as `.enter` and, after its content, `.leave`; everything else is a `.leaf`.
public struct Document: Sendable, Equatable {
  /// In the order of the text.
  public var events: [Event]

  /// A document of these events.
  public init(events: [Event]) { self.events = events }

  /// One step through the document.
  public enum Event: Sendable, Equatable {
    case enter(Container, SourceLocation)
    case leave(Container)
    case leaf(Leaf, SourceLocation)
  }

  /// Something that holds other elements.
  public enum Container: Sendable, Equatable {
    case paragraph
    case heading(level: Int)
    case blockQuote
    /// A list; `start` is the first number of an ordered one, `nil` for bullets.
    case list(start: Int?, tight: Bool)
    case item
    case emphasis
    case strong
    case link(destination: String, title: String)
    /// Its content is the alternative text.
    case image(destination: String, title: String)
    case table(alignments: [Alignment])
    case tableRow(isHeader: Bool)
    case tableCell(Alignment)
  }

  /// Something without content elements.
  public enum Leaf: Sendable, Equatable {
    case text(String)
    case softBreak
    case lineBreak
    case code(String)
    /// A fenced or indented block that is shown, not run.
    case codeBlock(info: String, text: String)
    case htmlBlock(String)
    case htmlInline(String)
    case thematicBreak
    /// A cell, by its index in ``Notebook/cells``.
    case cell(Int)
    /// An inline value, by its index in ``Notebook/inlineValues``.
    case inlineValue(Int)
    /// TeX, to become MathML.
    case math(String, display: Bool)
    /// A display formula in TeX with the label behind it: `$$…$$ {#eq-loss}`.
    case equation(String, label: String)
    /// The label at the end of a heading, which names it: `# Method {#sec-method}`.
    case headingLabel(String)
    /// `@fig-loss`: the label, to become a numbered link.
    case crossReference(String)
  }

  /// How a table's column is set.
  public enum Alignment: Sendable, Equatable { case none, left, center, right }
}
