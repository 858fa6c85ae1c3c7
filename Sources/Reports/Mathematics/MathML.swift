/// Formulas in TeX, turned into MathML when a report is written: no script, no font to fetch.
public enum MathML {
  /// The `<math>` element of a formula, or its source marked as an error when it cannot be read.
  ///
  /// - Parameters:
  ///   - tex: What stands between the dollar signs.
  ///   - display: Whether the formula stands on a line of its own.
  ///   - number: What stands in parentheses beside it, if it has no tag of its own.
  public static func render(tex: String, display: Bool, number: String? = nil) -> String {
    var parser = TeXParser(tex, display: display)
    var formula = parser.formula()
    let isRead = parser.problems.isEmpty
    if let number, !parser.hasTag { formula = TeXParser.tagged(formula, number, display: display) }
    let content = isRead ? formula : MathElement("merror", [.text("mtext", tex)])
    let source = MathElement(
      "annotation", ["encoding": "application/x-tex"], content: .text(tex))
    let attributes = MathAttributes([
      ("xmlns", "http://www.w3.org/1998/Math/MathML"),
      ("display", display ? "block" : "inline"),
    ])
    let body = isRead ? MathElement("semantics", [content, source]) : content
    return MathElement("math", attributes, content: .children([body])).markup
  }

  /// What keeps a formula from being read, each with a way to mend it; empty when all is well.
  public static func problems(in tex: String) -> [String] {
    var parser = TeXParser(tex, display: true)
    _ = parser.formula()
    return parser.problems
  }

  /// What a formula is numbered with by a `\tag` of its author's; of several, with the last.
  static func tag(of tex: String) -> String? {
    guard tex.contains("\\tag") else { return nil }
    var parser = TeXParser(tex, display: true)
    _ = parser.formula()
    return parser.lastTag
  }
}
