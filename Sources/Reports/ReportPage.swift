internal import Basics
internal import Runs
internal import Notebooks

/// A notebook with its results and what is known about both before writing.
struct ReportPage {
  let notebook: Notebook
  let result: NotebookResult
  let outline: ReportOutline
  private let inlineFailures: [Int: Failure]

  init(_ notebook: Notebook, _ result: NotebookResult) {
    self.notebook = notebook
    self.result = result
    outline = ReportOutline(notebook)
    inlineFailures = Self.inlineFailures(notebook, result)
  }

  /// The result of a cell; one that is missing was not run.
  func result(ofCell index: Int) -> CellResult {
    result.cells.indices.contains(index)
      ? result.cells[index] : CellResult(status: .notRun(.failureAbove))
  }

  /// What came of an inline value.
  enum InlineText {
    case computed(String)
    case failed(Failure)
    /// A cell or value above it failed.
    case notComputed
  }

  /// What came of an inline value, by its index.
  func inlineValue(_ index: Int) -> InlineText {
    if result.inlineValues.indices.contains(index), let text = result.inlineValues[index] {
      return .computed(text)
    }
    return inlineFailures[index].map { .failed($0) } ?? .notComputed
  }

  /// The failures of inline values, by index.
  ///
  /// A failure belongs to the first value without a text that stands where it happened: its place is
  /// that of the expression or lies within, or is known by its line alone.
  private static func inlineFailures(
    _ notebook: Notebook, _ result: NotebookResult
  ) -> [Int: Failure] {
    var failures: [Int: Failure] = [:]
    guard !result.failures.isEmpty else { return failures }
    var waiting = Dictionary(grouping: notebook.inlineValues.indices) {
      notebook.inlineValues[$0].location.line
    }
    for failure in result.failures {
      guard let place = failure.location, let candidates = waiting[place.line] else { continue }
      let open = candidates.filter { index in
        !result.inlineValues.indices.contains(index) || result.inlineValues[index] == nil
      }
      let exact = open.first { index in
        let value = notebook.inlineValues[index]
        let start = value.location.column
        return (start...start + value.expression.utf8.count).contains(place.column)
      }
      guard let index = exact ?? open.first else { continue }
      failures[index] = failure
      waiting[place.line] = candidates.filter { $0 != index }
    }
    return failures
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

  /// Cells that failed although they should not have.
  var failedCells: [Int] {
    notebook.cells.indices.filter { index in
      guard case .failed(let failure) = result(ofCell: index).status else { return false }
      return !failure.isExpected
    }
  }

  /// Inline values that failed, by index in the order of the text.
  var failedValues: [Int] { inlineFailures.keys.sorted() }

  /// Whether something failed that should not have.
  var hasFailed: Bool { !failedCells.isEmpty || !inlineFailures.isEmpty }

  /// The caption as prose, with the number in front of it on figures and tables.
  func caption(of cell: Cell) -> (number: String?, text: Document?)? {
    let number = outline.number(of: cell)
    let text = cell.options.caption.map { prose($0, at: cell.location) }
    return number == nil && text == nil ? nil : (number, text)
  }

  /// The document of a caption or of a text that a cell computed.
  func prose(_ markdown: String, at location: SourceLocation? = nil) -> Document {
    let place = location ?? SourceLocation(file: notebook.path, line: 1)
    return Document.reading(markdown: markdown, labels: outline.labels, at: place).document
  }
}

extension Document {
  /// Whether it is one paragraph, which a caption takes into its own line.
  var isOneParagraph: Bool {
    guard case .enter(.paragraph, _) = events.first else { return false }
    return events.firstIndex(of: .leave(.paragraph)) == events.count - 1
  }
}

extension Failure {
  /// What happened, in one short line.
  var summary: String {
    let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? kind.name
    return line.count > 160 ? line.prefix(160) + "…" : line
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
    case .brokenMessage: "The cell disturbed its runner"
    }
  }
}
