internal import Basics
internal import Notebooks

/// `\begin … \end`.
extension TeXParser {
  private typealias Environment = (open: String, layout: MathGrid.Layout, close: String)

  mutating func environment() -> MathAtom? {
    let name = plainText(of: "\\begin")
    guard var environment = Self.environments[name] else {
      let nearest = Suggestion.nearest(to: name, among: Self.environments.keys.sorted())
      let advice =
        nearest.map { "did you mean \($0)?" }
        ?? "there are \(Self.environments.keys.sorted().joined(separator: ", "))"
      report("the environment \(name) is unknown; \(advice)")
      return nil
    }
    if name == "array" { environment.layout = .array(columns()) }
    if name == "alignedat" || name == "alignat" { _ = plainText(of: "\\begin{\(name)}") }
    let outer = alphabet
    defer { alphabet = outer }
    let element = nested { parser in
      let grid = parser.grid(
        environment.layout, isEnd: { $0 == .command("end") || $0 == nil },
        expecting: "\\end{\(name)}")
      let ending = parser.position > 0 && parser.tokens[parser.position - 1] == .command("end")
      if !ending {
        parser.report("\\end{\(name)} is missing")
      } else {
        let end = parser.plainText(of: "\\end")
        if end != name { parser.report("\\begin{\(name)} is closed by \\end{\(end)}") }
      }
      let table = grid.element(environment.layout)
      guard !(environment.open + environment.close).isEmpty else { return table }
      return Self.fenced(environment.open, [table], environment.close)
    }
    return MathAtom(element: element, kind: .fenced)
  }

  /// Reads cells and rows up to a token for which `isEnd` holds, and passes that.
  mutating func grid(
    _ layout: MathGrid.Layout, isEnd: (TeXToken?) -> Bool, expecting end: String
  ) -> MathGrid {
    var grid = MathGrid()
    var line = MathGrid.Row()
    var cell: [MathElement] = []
    let outerTag = tag
    tag = nil
    func isRightColumn(_ column: Int) -> Bool {
      layout == .aligned && !column.isMultiple(of: 2)
    }
    while true {
      if line.cells.isEmpty, cell.isEmpty {
        skipSpaces()
        while passes(.command("hline")) {
          line.isRuled = true
          skipSpaces()
        }
      }
      // A sign that opens the right-hand side of an alignment joins it to the left-hand side.
      cell += row(after: isRightColumn(line.cells.count) && cell.isEmpty ? .ordinary : nil)
      let token = next
      position += token == nil ? 0 : 1
      let isOver = isEnd(token)
      switch token {
      case .align where !isOver:
        line.cells.append(cell)
        cell = []
      case _ where isOver, .newline:
        line.cells.append(cell)
        cell = []
        if layout.takesTags {
          line.tag = tag
          tag = nil
        }
        if !isOver || !line.isEmpty { grid.rows.append(line) }
        line = MathGrid.Row()
        if isOver {
          tag = tag ?? outerTag
          return grid
        }
        skipRowSpacing()
      case let token?: reportStray(token, expecting: end)
      case nil:
        report("\(end) is missing")
        return grid
      }
    }
  }

  /// Passes the `[2pt]` that may follow `\\`.
  private mutating func skipRowSpacing() {
    guard next == .character("[") else { return }
    while let token = next, token != .newline {
      position += 1
      if token == .character("]") { return }
    }
  }

  /// Reads the columns of an array.
  private mutating func columns() -> [MathGrid.Column] {
    var columns: [MathGrid.Column] = []
    var isRuled = false
    for character in plainText(of: "\\begin{array}") {
      switch character {
      case "l", "c", "r":
        let alignment = ["l": "left", "r": "right"][character] ?? "center"
        columns.append(MathGrid.Column(alignment: alignment, isRuled: isRuled))
        isRuled = false
      case "|": isRuled = true
      case _ where character.isWhitespace: break
      default: report("\(character) is no column of an array; there are l, c, r and |")
      }
    }
    return columns
  }

  /// A formula with its number after it.
  static func tagged(_ formula: MathElement, _ tag: String, display: Bool) -> MathElement {
    .row([formula, .space(display ? "2em" : "1em"), .text("mtext", "(\(tag))")])
  }

  private static let environments: [String: Environment] = [
    "matrix": ("", .matrix, ""), "pmatrix": ("(", .matrix, ")"), "bmatrix": ("[", .matrix, "]"),
    "Bmatrix": ("{", .matrix, "}"), "vmatrix": ("|", .matrix, "|"), "Vmatrix": ("‖", .matrix, "‖"),
    "smallmatrix": ("", .smallMatrix, ""), "array": ("", .array([]), ""),
    "cases": ("{", .cases, ""), "rcases": ("", .cases, "}"), "dcases": ("{", .displayCases, ""),
    "aligned": ("", .aligned, ""), "align": ("", .aligned, ""), "align*": ("", .aligned, ""),
    "alignedat": ("", .aligned, ""), "alignat": ("", .aligned, ""), "split": ("", .aligned, ""),
    "gathered": ("", .gathered, ""), "gather": ("", .gathered, ""), "gather*": ("", .gathered, ""),
    "equation": ("", .gathered, ""), "equation*": ("", .gathered, ""),
  ]
}
