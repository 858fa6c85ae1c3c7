internal import Basics
internal import Charts
public import Runs
public import Notebooks

/// Writes a notebook with its results as text for a terminal or a log.
public enum TextReport {
  /// The report in lines of at most `width` characters, but for code and what cells printed.
  public static func render(
    _ notebook: Notebook, _ result: NotebookResult, width: Int = 80
  ) -> String {
    let page = ReportPage(notebook, result)
    let width = max(width, 40)
    let front = notebook.frontMatter
    var prose = TextProse(page, width: width, headings: page.outline.headings) {
      CellText(page: page, width: width).lines($0)
    }
    prose.heading(page.outline.title, level: 1)
    if let description = front.description { prose.paragraph(description) }
    let byline = [front.author, front.date].compactMap { $0 }
    if !byline.isEmpty { prose.paragraph(byline.joined(separator: " · ")) }
    let parameters = result.parameters.map { "\($0.name) = \($0.value.text)" }
    prose.paragraph((["seed = \(result.seed)"] + parameters).joined(separator: ", "))
    prose.write(notebook.document.events, skipping: page.outline.titleEvents)
    return ControlCharacters.visible(prose.text)
  }
}

/// Writes a cell as lines: code behind a bar, then what running it gave.
struct CellText {
  let page: ReportPage
  let width: Int

  func lines(_ index: Int) -> [String] {
    let cell = page.notebook.cells[index]
    var blocks: [[String]] = []
    if cell.options.echo != .hidden, !cell.code.isEmpty {
      blocks.append(TextWrap.lines(of: cell.code).map { $0.isEmpty ? "  │" : "  │ " + $0 })
    }
    let caption = caption(of: cell)
    let captionLines = caption.isEmpty ? [] : [caption]
    let isTable = cell.options.label?.hasPrefix("tbl-") ?? false
    let outputs = cell.options.output ? self.outputs(of: index) : []
    if outputs.isEmpty {
      blocks += outputs
    } else {
      blocks += isTable ? captionLines + outputs : outputs + captionLines
    }
    switch page.result(ofCell: index).status {
    case .succeeded, .shownOnly: break
    case .notRun(let reason): blocks.append(["(not run: \(reason.words))"])
    case .failed(let failure):
      blocks.append(Self.lines(failure, isExpected: failure.isExpected))
    }
    return Array(blocks.joined(separator: [""]))
  }

  private func caption(of cell: Cell) -> [String] {
    guard let caption = page.caption(of: cell) else { return [] }
    guard let text = caption.text, !text.events.isEmpty else {
      return caption.number.map { [$0] } ?? []
    }
    return prose(text, after: caption.number.map { "\($0): " } ?? "")
  }

  /// The lines of a caption or of what a cell computed, behind some words.
  private func prose(_ document: Document, after words: String) -> [String] {
    var prose = TextProse(page, width: width)
    prose.write(document, after: words)
    return TextWrap.lines(of: prose.text)
  }

  private func outputs(of index: Int) -> [[String]] {
    // The text has the same bytes on every run, as the page has.
    guard !page.isOnVolatilePage(cell: index) else {
      let remark = "(the output may differ between runs and is left out)"
      return [TextWrap.wrapped(remark, width: width)]
    }
    let renderer = TextRenderer(width: width)
    return CellOutput.joined(page.result(ofCell: index).outputs).map { output in
      switch output {
      case .standardOutput(let text), .standardError(let text): TextWrap.lines(of: text)
      case .figure(let figure): lines(figure, renderer)
      case .truncated(let stream, let bytes):
        TextWrap.wrapped(
          "(more was printed on \(stream): the first \(bytes) bytes are kept)", width: width)
      }
    }
  }

  private func lines(_ figure: Figure, _ renderer: TextRenderer) -> [String] {
    let leaves = FigureHTML.leaves(of: figure)
    let hasProse = leaves.contains { if case .markdown = $0 { true } else { false } }
    // Panels that hold no words are drawn together, as they share their scales.
    guard hasProse else {
      return TextWrap.lines(of: PrintedText.settled(renderer.text(figure)))
    }
    let blocks = leaves.map { leaf in
      if case .markdown(let text) = leaf { return prose(page.prose(text), after: "") }
      return TextWrap.lines(of: PrintedText.settled(renderer.text(leaf)))
    }
    return Array(blocks.joined(separator: [""]))
  }

  private static func lines(_ failure: Failure, isExpected: Bool) -> [String] {
    var lines = [(isExpected ? "Expected: " : "✗ ") + failure.kind.name]
    if let location = failure.location { lines[0] += " at \(location.place)" }
    lines += TextWrap.lines(of: PrintedText.settled(failure.message)).map { "  " + $0 }
    for note in failure.notes {
      let place = note.location.map { $0.place + ": " } ?? ""
      lines += TextWrap.lines(of: PrintedText.settled(place + note.message)).map { "  – " + $0 }
    }
    if let advice = failure.advice { lines += TextWrap.lines(of: advice).map { "  → " + $0 } }
    return lines
  }
}

/// Breaks text into lines.
enum TextWrap {
  /// The lines of a text, without empty ones at its end.
  static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
    return lines
  }

  /// Words in lines of at most `width` characters; a longer word has a line of its own. Line ends
  /// in the text stay.
  static func wrapped(_ text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      var lines: [String] = []
      var line = ""
      var length = 0
      for word in paragraph.split(separator: " ") {
        if length > 0, length + 1 + word.count > width {
          lines.append(line)
          (line, length) = ("", 0)
        }
        if length > 0 { (line, length) = (line + " ", length + 1) }
        line += word
        length += word.count
      }
      return lines + [line]
    }
  }
}
