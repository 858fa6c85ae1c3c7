internal import Basics

/// Writes figures as text for terminals and logs: lines at most `width` characters long, charts in
/// braille dots, or in ASCII alone.
public struct TextRenderer: Sendable {
  /// How long a line may be.
  public var width: Int
  /// How many lines the inside of a chart has.
  public var height: Int
  /// Whether only ASCII is written.
  public var isASCII: Bool

  /// A renderer.
  public init(width: Int = 80, height: Int = 14, isASCII: Bool = false) {
    self.width = max(width, 40)
    self.height = max(height, 4)
    self.isASCII = isASCII
  }

  /// The figure as lines, each ended by a new line, without spaces at their ends.
  public func text(_ figure: Figure) -> String {
    let lines: [String]
    switch figure {
    case .text(let text), .markdown(let text): return text.hasSuffix("\n") ? text : text + "\n"
    case .chart(let chart): lines = TextChart(chart, self).lines
    case .heatmap(let heatmap): lines = TextHeatmap(heatmap, self).lines
    case .table(let table): lines = TextTable.lines(table, self)
    case .coloredText(let text): lines = TextColoredText.lines(text, width: width)
    case .group(let figures, _):
      return Figure.sharingScales(figures).map { self.text($0) }.joined(separator: "\n")
    }
    return lines.map {
      TextLine.trimmed(TextLine.fitted(written($0 == " " ? "" : $0.visible), width)) + "\n"
    }
    .map(written).joined()
  }

  /// A text in the characters that are allowed.
  func written(_ text: String) -> String { isASCII ? ASCII.text(text) : text }
}
