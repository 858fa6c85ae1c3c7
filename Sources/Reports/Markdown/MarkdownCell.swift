internal import Basics
internal import Charts
internal import Runs
internal import Notebooks

/// Writes a cell as Markdown: its code in a fence, then what running it gave.
struct MarkdownCell {
  let page: ReportPage
  /// Columns of figures drawn as text.
  let width = 80

  /// The lines of a cell in the report.
  func lines(_ index: Int) -> [String] {
    let cell = page.notebook.cells[index]
    var blocks: [[String]] = []
    if let label = cell.options.label { blocks.append(["<a id=\"\(label.escaped)\"></a>"]) }
    blocks += code(of: cell)
    let caption = caption(of: cell).map { [$0] } ?? []
    let outputs = outputs(of: index)
    if !outputs.isEmpty {
      blocks += isTable(cell) ? caption + outputs : outputs + caption
    }
    switch page.result(ofCell: index).status {
    case .succeeded, .shownOnly: break
    case .notRun(let reason): blocks.append(["*Not run: \(reason.words).*"])
    case .failed(let failure):
      blocks.append(Self.lines(failure, isExpected: failure.isExpected))
    }
    return Array(blocks.joined(separator: [""]))
  }

  /// The lines of the caption with its number.
  func caption(of cell: Cell) -> [String]? {
    guard let caption = page.caption(of: cell) else { return nil }
    guard let text = caption.text, !text.events.isEmpty else {
      return caption.number.map { ["**\($0)**"] } ?? [""]
    }
    let number = caption.number.map { "**\($0):** " } ?? ""
    guard text.isOneParagraph else { return prose(text, after: number) }
    return [number + MarkdownProse.inline(text, page: page)]
  }

  /// Whether the caption stands above.
  func isTable(_ cell: Cell) -> Bool { page.outline.number(of: cell)?.hasPrefix("Table") ?? false }

  private func code(of cell: Cell) -> [[String]] {
    guard cell.options.echo != .hidden, !cell.code.isEmpty else { return [] }
    let fence = MarkdownText.fence(cell.code, info: "swift")
    guard cell.options.echo == .folded else { return [fence] }
    let first = TextWrap.lines(of: cell.code).first { !$0.allSatisfy(\.isWhitespace) } ?? "Code"
    let summary = "<summary><code>\(first.escaped)</code></summary>"
    return [["<details>", summary], fence, ["</details>"]]
  }

  private func outputs(of index: Int) -> [[String]] {
    guard page.notebook.cells[index].options.output else { return [] }
    guard !page.isOnVolatilePage(cell: index) else {
      return [["*The output may differ between runs and is left out.*"]]
    }
    return CellOutput.joined(page.result(ofCell: index).outputs).flatMap { output in
      switch output {
      case .standardOutput(let text), .standardError(let text):
        [MarkdownText.fence(text, info: "text")]
      case .figure(let figure): FigureHTML.leaves(of: figure).map(lines)
      case .truncated(let stream, let bytes):
        [["*More was printed on \(stream): the first \(bytes) bytes are kept.*"]]
      }
    }
  }

  private func lines(_ figure: Figure) -> [String] {
    if case .markdown(let text) = figure { return prose(text) }
    let drawing = PrintedText.settled(TextRenderer(width: width).text(figure))
    return MarkdownText.fence(drawing, info: "text")
  }

  /// The lines of Markdown that a cell computed.
  func prose(_ markdown: String) -> [String] { prose(page.prose(markdown), after: "") }

  private func prose(_ document: Document, after words: String) -> [String] {
    var prose = MarkdownProse(page, headings: [:], cell: { _ in [] }, image: { _ in nil })
    prose.write(document.events, after: words)
    guard case .prose(let text) = prose.finish().first else { return [] }
    return TextWrap.lines(of: text)
  }

  private static func lines(_ failure: Failure, isExpected: Bool) -> [String] {
    var head = "**\(isExpected ? "Expected: " : "✗ ")\(failure.kind.name)**"
    if let location = failure.location { head += " at \(MarkdownText.code(location.place))" }
    var lines = [head, ""]
    lines += MarkdownText.fence(PrintedText.settled(failure.message), info: "text")
    if !failure.notes.isEmpty { lines.append("") }
    for note in failure.notes {
      let place = note.location.map { MarkdownText.code($0.place) + " " } ?? ""
      let words = note.message.split(whereSeparator: \.isNewline).joined(separator: " ")
      lines.append("- " + place + MarkdownText.escaped(words))
    }
    if let advice = failure.advice {
      lines += [""] + MarkdownText.paragraph(MarkdownText.escaped(advice))
    }
    return lines.map { $0.isEmpty ? ">" : "> " + $0 }
  }
}
