internal import Basics
internal import Foundation
public import Runs
public import Notebooks

/// Writes a notebook with its results as Markdown, as code-hosting sites show it.
///
/// Figures are drawn as text in fences. Images are part of the file.
public enum MarkdownReport {
  /// The report.
  public static func render(_ notebook: Notebook, _ result: NotebookResult) -> String {
    let page = ReportPage(notebook, result)
    var prose = MarkdownProse(
      page, headings: page.outline.headings, cell: MarkdownCell(page: page).lines
    ) { destination in
      notebook.images[destination].map {
        "data:\($0.mediaType);base64,\($0.bytes.base64EncodedString())"
      }
    }
    for block in head(of: page) { prose.block(block) }
    prose.write(notebook.document.events, skipping: page.outline.titleEvents)
    guard case .prose(let text) = prose.finish().first else { return "" }
    return ControlCharacters.visible(text)
  }

  /// Title, description, author and date, and what the notebook was run with.
  static func head(of page: ReportPage) -> [[String]] {
    let front = page.notebook.frontMatter
    func words(_ text: String) -> String {
      MarkdownText.escaped(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }
    var blocks = [["# " + words(page.outline.title)]]
    if let description = front.description {
      blocks.append(MarkdownText.paragraph(words(description)))
    }
    let byline = [front.author, front.date].compactMap { $0 }
    if !byline.isEmpty {
      blocks.append(MarkdownText.paragraph(byline.map(words).joined(separator: " · ")))
    }
    let parameters = page.result.parameters.map { "\($0.name) = \($0.value.text)" }
    let facts = (["seed = \(page.result.seed)"] + parameters).map { fact in
      MarkdownText.code(fact.split(whereSeparator: \.isNewline).joined(separator: " "))
    }
    blocks.append(["Run with \(facts.joined(separator: ", "))."])
    return blocks
  }
}
