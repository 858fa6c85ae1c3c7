internal import Basics
public import Runs
public import Notebooks

/// Writes a notebook with its results as one page: nothing fetched, no script, the same bytes for
/// the same notebook.
public enum HTMLReport {
  /// The page of a notebook; `facts` stand in its head beside seed and parameters.
  public static func render(
    _ notebook: Notebook, _ result: NotebookResult, facts: ReportFacts = ReportFacts()
  ) -> String {
    let page = ReportPage(notebook, result)
    let cells = CellHTML(page: page)
    var body = head(of: page, facts)
    body += contents(of: page)
    body += ProseHTML.html(
      of: page, skipping: page.outline.titleEvents, cell: cells.html)
    return PageHTML.html(
      title: page.outline.title, description: notebook.frontMatter.description,
      author: notebook.frontMatter.author, isSealed: !notebook.frontMatter.allowsHTML, body: body)
  }

  /// The page beside the report, `NAME.volatile.html`, with the outputs that may differ between
  /// runs; `nil` if the notebook has none.
  public static func renderVolatile(_ notebook: Notebook, _ result: NotebookResult) -> String? {
    let page = ReportPage(notebook, result)
    let indices = notebook.cells.indices.filter { page.isOnVolatilePage(cell: $0) }
    guard !indices.isEmpty else { return nil }
    let cells = CellHTML(page: page)
    let report = (notebook.name + ".html").addressSegment
    var body = "<header>\n<h1 id=\"title\">\(page.outline.title.escaped)</h1>\n"
    body += "<p class=\"description\">Outputs that may differ between runs. "
    body += "<a href=\"\(report)\">The report</a> holds everything else.</p>\n</header>\n"
    for index in indices {
      let id = page.outline.cellIDs[index]
      let cell = notebook.cells[index]
      let name = page.outline.number(of: cell) ?? cell.options.label ?? "Cell \(index + 1)"
      body += "<div class=\"cell\" id=\"\(id.escaped)\">\n"
      body += "<h2><a href=\"\(report)#\(id.escaped)\">\(name.escaped)</a></h2>\n"
      let outputs = cells.captionedOutputs(of: index)
      body += outputs.isEmpty ? "<p class=\"remark\">No output.</p>\n" : outputs
      body += "</div>\n"
    }
    return PageHTML.html(
      title: "\(page.outline.title): outputs that may differ", description: nil,
      author: notebook.frontMatter.author, isSealed: !notebook.frontMatter.allowsHTML, body: body)
  }

  private static func head(of page: ReportPage, _ facts: ReportFacts) -> String {
    let front = page.notebook.frontMatter
    var html = "<header>\n<h1 id=\"title\">"
    if front.title == nil, let range = page.outline.titleEvents {
      let events = page.notebook.document.events[range].dropFirst().dropLast()
      html += ProseHTML.inline(events, page: page)
    } else {
      html += page.outline.title.escaped
    }
    html += "</h1>\n"
    if let description = front.description {
      html += "<p class=\"description\">\(description.escaped)</p>\n"
    }
    let byline = [front.author, front.date].compactMap { $0 }
    if !byline.isEmpty {
      html += "<p class=\"byline\">\(byline.map(\.escaped).joined(separator: " · "))</p>\n"
    }
    html += "<table class=\"facts\">\n<caption>Run with</caption>\n<tbody>\n"
    html += "<tr><th scope=\"row\">seed</th><td>\(page.result.seed)</td></tr>\n"
    let parameters = page.result.parameters.map { ($0.name, $0.value.text) }
    for (name, value) in parameters + facts.rows {
      html += "<tr><th scope=\"row\">\(name.escaped)</th><td>\(value.escaped)</td></tr>\n"
    }
    html += "</tbody>\n</table>\n"
    let failed = page.failedCells
    if let first = failed.first {
      let count = failed.count == 1 ? "A cell" : "\(failed.count) cells"
      html += "<p class=\"banner\"><strong>\(count) of this notebook failed.</strong> "
      html += "<a href=\"#\(page.outline.cellIDs[first].escaped)\">Go to the failure</a></p>\n"
    } else if let first = page.failedValues.first {
      html += "<p class=\"banner\"><strong>A value in the text of this notebook failed.</strong> "
      html += "<a href=\"#value-\(first + 1)\">Go to the failure</a></p>\n"
    }
    return html + "</header>\n"
  }

  private static func contents(of page: ReportPage) -> String {
    let headings = page.outline.contents
    let isWanted = page.notebook.frontMatter.tableOfContents ?? (headings.count > 3)
    guard isWanted, !headings.isEmpty else { return "" }
    var html =
      "<nav class=\"contents\" aria-label=\"Contents\">\n<h2 id=\"contents\">Contents</h2>\n"
    html += "<ul>\n"
    for heading in headings where heading.level <= 4 {
      html += "<li class=\"level-\(heading.level)\">"
      let text = heading.number.map { "\($0) \(heading.text)" } ?? heading.text
      html += "<a href=\"#\(heading.id.escaped)\">\(text.escaped)</a></li>\n"
    }
    return html + "</ul>\n</nav>\n"
  }
}

extension FrontMatter.Value {
  /// As a reader writes it.
  var text: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .boolean(let value): value ? "true" : "false"
    case .string(let value): value
    }
  }
}
