internal import Basics
internal import Charts
internal import Runs
internal import Notebooks

/// Writes a cell as one block: code, and joined to it what running it gave.
struct CellHTML {
  let page: ReportPage

  /// The block of a cell in the report.
  func html(_ index: Int) -> String {
    let cell = page.notebook.cells[index]
    let result = page.result(ofCell: index)
    let code = self.code(of: cell)
    var outputs = ""
    if page.isOnVolatilePage(cell: index) {
      let address = page.volatileName.addressSegment + "#" + page.outline.cellIDs[index].escaped
      let link =
        "<p class=\"remark\"><a href=\"\(address)\">Output that may differ between runs</a></p>\n"
      outputs += captioned(cell, link)
    } else if cell.options.output {
      outputs += captioned(cell, self.outputs(of: index))
    }
    outputs += status(of: index, result)
    var name = "cell"
    if case .failed(let failure) = result.status, !failure.isExpected {
      name += " failed"
    }
    if !code.isEmpty, !outputs.isEmpty { name += " joined" }
    var html = "<div class=\"\(name)\" id=\"\(page.outline.cellIDs[index].escaped)\">\n" + code
    if !outputs.isEmpty { html += "<div class=\"outputs\">\n\(outputs)</div>\n" }
    return html + "</div>\n"
  }

  /// What a cell printed and showed, with its caption.
  func captionedOutputs(of index: Int) -> String {
    captioned(page.notebook.cells[index], outputs(of: index))
  }

  private func code(of cell: Cell) -> String {
    var code = cell.code[...]
    while code.hasSuffix("\n") { code = code.dropLast() }
    guard cell.options.echo != .hidden, !code.isEmpty else { return "" }
    let block =
      "<pre class=\"code\" tabindex=\"0\"><code>\(Highlighter.html(swift: String(code)))"
      + "</code></pre>\n"
    guard cell.options.echo == .folded else { return block }
    let first = code.split(separator: "\n").first { !$0.allSatisfy(\.isWhitespace) } ?? "Code"
    return "<details class=\"code\">\n<summary><code>\(String(first).escaped)</code></summary>\n"
      + block + "</details>\n"
  }

  private func outputs(of index: Int) -> String {
    let cell = page.notebook.cells[index]
    let figures = FigureHTML(
      page: page, idPrefix: page.outline.cellIDs[index], alt: cell.options.alt)
    var html = ""
    var number = 0
    for output in CellOutput.joined(page.result(ofCell: index).outputs) {
      switch output {
      case .standardOutput(let text):
        html += "<pre class=\"output\" tabindex=\"0\">\(text.escaped)</pre>\n"
      case .standardError(let text):
        html += "<pre class=\"output error\" tabindex=\"0\">\(text.escaped)</pre>\n"
      case .figure(let figure):
        number += 1
        html += figures.html(figure, number: number)
      case .truncated(let stream, let bytes):
        html += "<p class=\"remark\">More was printed on \(stream.escaped): "
        html += "the first \(bytes) bytes are kept.</p>\n"
      }
    }
    return html
  }

  /// The content as a figure if the cell has a caption or a number: tables have it above.
  private func captioned(_ cell: Cell, _ content: String) -> String {
    guard !content.isEmpty, let caption = page.caption(of: cell) else { return content }
    var words =
      caption.number.map { "<b>\($0.escaped)\(caption.text == nil ? "" : ":")</b> " } ?? ""
    if let text = caption.text {
      if text.isOneParagraph {
        words += ProseHTML.inline(text.events, page: page)
      } else {
        words = blocks(text, after: words)
      }
    }
    let line = "<figcaption>\(words)</figcaption>\n"
    let isTable = caption.number?.hasPrefix("Table") ?? false
    return "<figure>\n" + (isTable ? line + content : content + line) + "</figure>\n"
  }

  /// A caption of several blocks: the number stands in the first if that is a paragraph.
  private func blocks(_ text: Document, after number: String) -> String {
    let html = ProseHTML.html(text, page: page)
    guard !number.isEmpty else { return "\n" + html }
    guard html.hasPrefix("<p>") else { return "\n<p>\(number)</p>\n" + html }
    return "\n<p>\(number)" + html.dropFirst("<p>".count)
  }

  private func status(of index: Int, _ result: CellResult) -> String {
    switch result.status {
    case .succeeded, .shownOnly: ""
    case .notRun(let reason): "<p class=\"remark not-run\">Not run: \(reason.words).</p>\n"
    case .failed(let failure):
      FailureHTML.html(failure, isExpected: failure.isExpected)
    }
  }
}

extension CellOutput {
  /// The outputs with neighbouring pieces of one stream put together, without terminal controls.
  static func joined(_ outputs: [CellOutput]) -> [CellOutput] {
    var joined: [CellOutput] = []
    for output in outputs {
      switch (joined.last, output) {
      case (.standardOutput(let before), .standardOutput(let text)):
        joined[joined.count - 1] = .standardOutput(before + text)
      case (.standardError(let before), .standardError(let text)):
        joined[joined.count - 1] = .standardError(before + text)
      default: joined.append(output)
      }
    }
    return joined.compactMap { output in
      switch output {
      case .standardOutput(let text):
        let shown = PrintedText.settled(text)
        return shown.isEmpty ? nil : .standardOutput(shown)
      case .standardError(let text):
        let shown = PrintedText.settled(text)
        return shown.isEmpty ? nil : .standardError(shown)
      default: return output
      }
    }
  }
}
