internal import Basics
internal import Runs
internal import Notebooks

/// A notebook with its results and what is known about both before writing.
struct ReportPage {
  let notebook: Notebook
  let result: NotebookResult
  let outline: ReportOutline

  init(_ notebook: Notebook, _ result: NotebookResult) {
    self.notebook = notebook
    self.result = result
    outline = ReportOutline(notebook)
  }

  /// The result of a cell; one that is missing was not run.
  func result(ofCell index: Int) -> CellResult {
    result.cells.indices.contains(index)
      ? result.cells[index] : CellResult(status: .notRun(.failureAbove))
  }

  /// The text of an inline value.
  func inlineValue(_ index: Int) -> String? {
    result.inlineValues.indices.contains(index) ? result.inlineValues[index] : nil
  }

  /// Whether the cell's output stands on the volatile page.
  func isOnVolatilePage(cell index: Int) -> Bool {
    let options = notebook.cells[index].options
    guard options.isVolatile, options.output else { return false }
    switch result(ofCell: index).status {
    case .succeeded, .failed: return true
    case .notRun, .shownOnly: return false
    }
  }

  /// The file name of the volatile page.
  var volatileName: String { notebook.name + ".volatile.html" }

  /// Whether a failure is what the cell's author announced.
  func isExpected(_ failure: Failure, cell index: Int) -> Bool {
    notebook.cells[index].options.expectsError && failure.kind != .unexpectedSuccess
  }

  /// Cells that failed although they should not have.
  var failedCells: [Int] {
    notebook.cells.indices.filter { index in
      guard case .failed(let failure) = result(ofCell: index).status else { return false }
      return !isExpected(failure, cell: index)
    }
  }

  /// The caption as prose, with the number in front of it on figures and tables.
  func caption(of cell: Cell) -> (number: String?, text: Document?)? {
    let number = outline.number(of: cell)
    let text = cell.options.caption.map { ComputedProse.document(of: $0) }
    return number == nil && text == nil ? nil : (number, text)
  }
}

extension SourceLocation {
  /// The file's name and the line, without folders: pages tell nothing about the machine.
  var place: String { "\(file.split(separator: "/").last.map(String.init) ?? file):\(line)" }
}

extension Failure.Kind {
  /// For the head of a failure's block.
  var name: String {
    switch self {
    case .compileError: "Compile error"
    case .thrownError: "Error"
    case .trap: "The cell stopped"
    case .signal: "Crash"
    case .timeout: "Out of time"
    case .outOfMemory: "Out of memory"
    case .outputFlood: "Too much output"
    case .exit: "The cell ended the process"
    case .unexpectedSuccess: "An error was expected"
    case .lostProcess: "The cell's process was lost"
    }
  }
}
