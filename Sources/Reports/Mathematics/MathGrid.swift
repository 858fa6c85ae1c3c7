/// Rows and columns of an environment.
struct MathGrid {
  struct Row {
    var cells: [[MathElement]] = []
    var tag: String?
    /// Whether a rule stands above the row.
    var isRuled = false

    var isEmpty: Bool { cells.allSatisfy(\.isEmpty) && tag == nil && !isRuled }
  }

  /// How the columns of an environment are set.
  enum Layout: Equatable {
    case matrix, smallMatrix, cases, displayCases, aligned, gathered, substack
    /// Columns as `{l|cc}` gives them.
    case array([Column])

    var isDisplayed: Bool { self == .aligned || self == .gathered || self == .displayCases }
    /// Whether a row can be numbered.
    var takesTags: Bool { self == .aligned || self == .gathered }
  }

  /// A column of an array.
  struct Column: Equatable {
    var alignment: String
    var isRuled = false
  }

  var rows: [Row] = []

  func element(_ layout: Layout) -> MathElement {
    let isTagged = rows.contains { $0.tag != nil }
    let width = rows.map(\.cells.count).max() ?? 0
    let lines = rows.enumerated().map { number, row in
      var cells = row.cells.enumerated().map { column, content in
        MathElement(
          "mtd", content,
          ["style": style(layout, row: number, column: column, isLast: column == width - 1)])
      }
      if isTagged {
        for _ in cells.count..<max(width, cells.count) { cells.append(MathElement("mtd", [])) }
        let tag = row.tag.map { [MathElement.text("mtext", "(\($0))")] } ?? []
        cells.append(MathElement("mtd", tag, ["style": "padding:0.3em 0 0.3em 2em"]))
      }
      return MathElement("mtr", cells)
    }
    switch layout {
    case _ where layout.isDisplayed: return MathElement("mtable", lines, ["displaystyle": "true"])
    case .smallMatrix: return MathElement("mtable", lines, ["scriptlevel": "1"])
    default: return MathElement("mtable", lines)
    }
  }

  /// MathML Core leaves the alignment of columns to style sheets.
  private func style(_ layout: Layout, row: Int, column: Int, isLast: Bool) -> String {
    let isFirst = column == 0
    switch layout {
    case .matrix:
      return "padding:0.3em \(isLast ? "0" : "0.4em") 0.3em \(isFirst ? "0" : "0.4em")"
    case .smallMatrix:
      return "padding:0.1em \(isLast ? "0" : "0.2em") 0.1em \(isFirst ? "0" : "0.2em")"
    case .cases, .displayCases:
      return "\(aligned("left"));padding:0.2em 0 0.2em \(isFirst ? "0" : "1em")"
    case .aligned:
      let isRight = column.isMultiple(of: 2)
      let gap = isRight && !isFirst ? "2em" : "0"
      return "\(aligned(isRight ? "right" : "left"));padding:0.3em 0 0.3em \(gap)"
    case .gathered: return "padding:0.3em 0"
    case .substack: return "padding:0.05em 0"
    case .array(let columns):
      let known = column < columns.count ? columns[column] : Column(alignment: "center")
      var style = "\(aligned(known.alignment));padding:0.2em 0.4em"
      if known.isRuled { style += ";border-left:0.06em solid" }
      if rows[row].isRuled { style += ";border-top:0.06em solid" }
      return style
    }
  }

  /// Some browsers lay a formula out as a block, which only the second form moves.
  private func aligned(_ side: String) -> String {
    "text-align:\(side);text-align:-webkit-\(side)"
  }
}
