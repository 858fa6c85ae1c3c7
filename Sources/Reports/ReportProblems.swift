public import Basics
public import Notebooks
public import Runs

/// What is wrong with a notebook that only its rendering can tell: formulas that cannot be read, and
/// links that lead nowhere. All of it is warnings; those of the reading are in `Notebook.warnings`.
public enum ReportProblems {
  /// The warnings, in the order of the text.
  ///
  /// - Parameter result: what the cells gave, if they have run: formulas and links of the Markdown that
  ///   they computed are looked at too, and told at the cell.
  public static func of(_ notebook: Notebook, _ result: NotebookResult? = nil) -> [Problem] {
    let outline = ReportOutline(notebook)
    var formulas = FormulaCheck()
    var links = LinkCheck(notebook, outline)
    func check(_ document: Document) {
      formulas.check(document)
      links.check(document)
    }
    check(notebook.document)
    for (index, cell) in notebook.cells.enumerated() {
      func reading(_ markdown: String) -> (document: Document, problems: [Problem]) {
        Document.reading(
          markdown: markdown, labels: outline.labels, at: cell.fenceLocation)
      }
      // What reading a caption tells is among the notebook's own warnings.
      if let caption = cell.options.caption { check(reading(caption).document) }
      guard let outputs = result?.cells.dropFirst(index).first?.outputs else { continue }
      for case .figure(let figure) in outputs {
        for case .markdown(let text) in FigureHTML.leaves(of: figure) {
          let (document, problems) = reading(text)
          check(document)
          formulas.problems += problems.map { problem in
            var warning = problem
            warning.severity = .warning
            return warning
          }
        }
      }
    }
    return (formulas.problems + links.problems).inTextOrder
  }
}
