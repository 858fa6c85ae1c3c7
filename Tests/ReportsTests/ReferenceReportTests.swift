import Foundation
import Notebooks
import Runs
import Testing

@testable import Reports

/// Numbered references in all formats.
@Suite struct ReferenceReportTests {
  static let text = """
    # T {#sec-top}

    @Eq-state, @eq-own and @eq-loss; [@sec-way], @Sec-inner, @sec-top; @Fig-a.

    ## First

    $$h_t = a$$ {#eq-state}

    ### Deeper

    $$b \\tag{3a}$$ {#eq-own}

    ## The way {#sec-way}

    ### Inner *part* {#sec-inner}

    $$
    c
    $$ {#eq-loss}

    ```swift
    //| label: fig-a
    //| caption: As @eq-loss says.
    1
    ```
    """

  func page() throws -> (Notebook, NotebookResult) {
    try ReportsTests.page(
      Self.text, [CellResult(status: .succeeded, outputs: [.standardOutput("1")])])
  }

  @Test func `HTML links to equations and sections by number`() throws {
    let (notebook, result) = try page()
    let html = HTMLReport.render(notebook, result)
    for (id, name) in [
      ("eq-state", "Equation 1"), ("eq-own", "Equation 3a"), ("eq-loss", "Equation 2"),
      ("sec-way", "Section 2"), ("sec-inner", "Section 2.1"), ("title", "T"), ("fig-a", "Figure 1"),
    ] {
      #expect(html.contains("<a class=\"ref\" href=\"#\(id)\">\(name)</a>"), "\(id)")
      #expect(html.components(separatedBy: " id=\"\(id)\"").count == 2, "\(id)")
    }
    #expect(html.contains("; <a class=\"ref\" href=\"#sec-way\">Section 2</a>, "))
    #expect(html.contains("<h2 id=\"first\">1 First"))
    #expect(html.contains("<h3 id=\"sec-inner\">2.1 Inner <em>part</em>"))
    #expect(html.contains("<mtext>(1)</mtext>") && html.contains("<mtext>(2)</mtext>"))
    #expect(html.components(separatedBy: "<mtext>(3a)</mtext>").count == 2)
    #expect(html.contains("As <a class=\"ref\" href=\"#eq-loss\">Equation 2</a> says."))
    #expect(!html.contains("{#"))
    let ids = try PageTests.elements(of: html).compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `text, Markdown and notebooks for Jupyter have the same numbers`() throws {
    let (notebook, result) = try page()
    let words = TextReport.render(notebook, result, width: 200)
    #expect(
      words.contains(
        "Equation 1, Equation 3a and Equation 2; Section 2, Section 2.1, T; Figure 1."))
    #expect(words.contains("\n2.1 Inner part\n") && words.contains("$$h_t = a$$ (1)"))
    #expect(
      words.contains("$$b \\tag{3a}$$ (3a)") && words.contains("Figure 1: As Equation 2 says."))
    let markdown = MarkdownReport.render(notebook, result)
    let links = [
      "[Equation 1](#eq-state)", "[Equation 3a](#eq-own)", "[Section 2.1](#sec-inner)",
      "<a id=\"eq-state\"></a>$$h_t = a \\tag{1}$$", "<a id=\"eq-own\"></a>$$b \\tag{3a}$$",
      "### 2.1 Inner *part*<a id=\"sec-inner\"></a>", "As [Equation 2](#eq-loss) says.",
    ]
    let ipynb = try IpynbReport.render(notebook, result)
    let cells = try #require(
      try JSONSerialization.jsonObject(with: Data(ipynb.utf8)) as? [String: Any])
    let sources = (cells["cells"] as? [[String: Any]] ?? []).compactMap {
      $0["source"] as? [String]
    }
    let source = sources.map { $0.joined() }.joined(separator: "\n")
    for link in links {
      #expect(markdown.contains(link), "\(link)")
      #expect(source.contains(link), "\(link)")
    }
  }

  @Test func `headings have numbers only where sections are referred to`() throws {
    let (notebook, result) = try ReportsTests.page("# T\n\n## One {#sec-one}\n\n## Two\n", [])
    let html = HTMLReport.render(notebook, result)
    #expect(html.contains("<h2 id=\"sec-one\">One"))
    #expect(TextReport.render(notebook, result).contains("\nOne\n"))
    let (other, _) = try ReportsTests.page(
      "# T\n\n## One {#sec-one}\n\n```swift\n//| caption: As @Sec-one.\n1\n```\n", [])
    #expect(HTMLReport.render(other, result).contains("<h2 id=\"sec-one\">1 One"))
  }

  @Test(arguments: [
    ([2, 3, 3, 2, 3], ["1", "1.1", "1.2", "2", "2.1"]), ([2, 4, 3, 2], ["1", "1.1", "1.2", "2"]),
    ([3, 2, 3], ["1", "2", "2.1"]),
    (
      [2, 3, 4, 5, 6, 6, 2],
      [
        "1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.1.1", "1.1.1.1.2", "2",
      ]
    ),
  ])
  func `sections are numbered by their nesting`(levels: [Int], numbers: [String]) {
    var sections = SectionNumbers()
    #expect(levels.map { sections.next(level: $0) } == numbers)
  }
}
