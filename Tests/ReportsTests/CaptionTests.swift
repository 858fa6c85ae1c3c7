import Charts
import Notebooks
import Runs
import Testing

@testable import Reports

/// Captions and computed Markdown are read as the prose is.
@Suite struct CaptionTests {
  static let table = CellOutput.figure(.table(Table(columns: ["a"], rows: [["x"]])))

  func page(
    caption: String, label: String = "tbl-a", output: CellOutput = table
  ) throws -> (Notebook, NotebookResult) {
    let lines = caption.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "//|   \($0)" }.joined(separator: "\n")
    return try ReportsTests.page(
      "# T\n\n```swift\n//| label: \(label)\n//| caption: |\n\(lines)\n1\n```\n",
      [CellResult(status: .succeeded, outputs: [output])])
  }

  func html(_ page: (Notebook, NotebookResult)) throws -> Substring {
    let html = HTMLReport.render(page.0, page.1)
    let start = try #require(html.range(of: "<figcaption>"))
    let end = try #require(html.range(of: "</figcaption>"))
    return html[start.upperBound..<end.lowerBound]
  }

  @Test(arguments: [
    (
      "Between $5 and $10 a run; see [LSTM](https://e.org/LSTM_(net)); array[i](j)",
      "Between $5 and $10 a run; see <a href=\"https://e.org/LSTM_(net)\">LSTM</a>; "
        + "array<a href=\"j\">i</a>"
    ),
    (
      "a\\*b *c* **d** `e_f` snake_case_",
      "a*b <em>c</em> <strong>d</strong> <code>e_f</code> snake_case_"
    ),
    (
      "<b>raw</b> &amp; <https://a.org/$x$y>",
      "<!-- raw HTML omitted -->raw<!-- raw HTML omitted --> &amp; "
        + "<a href=\"https://a.org/$x$y\">https://a.org/$x$y</a>"
    ),
  ])
  func `a caption in one paragraph stands in its line`(caption: String, html: String) throws {
    #expect(try self.html(page(caption: caption)) == "<b>Table 1:</b> " + html)
  }

  @Test func `several paragraphs of a caption stay apart in every format`() throws {
    let page = try page(caption: "Big *table*.\n\nSmall print:\n\n- one\n- two")
    #expect(
      try html(page)
        == "\n<p><b>Table 1:</b> Big <em>table</em>.</p>\n<p>Small print:</p>\n"
        + "<ul>\n<li>one\n</li>\n<li>two\n</li>\n</ul>\n")
    #expect(
      TextReport.render(page.0, page.1).contains(
        "\nTable 1: Big table.\n\nSmall print:\n\n• one\n• two\n\n"))
    #expect(
      MarkdownReport.render(page.0, page.1).contains(
        "\n**Table 1:** Big *table*.\n\nSmall print:\n\n- one\n- two\n"))
    #expect(
      try IpynbReport.render(page.0, page.1).contains("**Table 1:** Big *table*.\\n"))
  }

  @Test func `a caption that begins with a list has its number above`() throws {
    let page = try page(caption: "- one\n- two", label: "fig-a", output: .standardOutput("x"))
    #expect(try html(page).hasPrefix("\n<p><b>Figure 1:</b> </p>\n<ul>\n<li>one"))
    #expect(TextReport.render(page.0, page.1).contains("\nFigure 1:\n\n• one\n• two\n"))
    #expect(MarkdownReport.render(page.0, page.1).contains("\n**Figure 1:**\n\n- one\n- two\n"))
  }

  @Test func `words in a group of panels are read as well`() throws {
    let group = Figure.group([.markdown("*a* and $1"), .text("plain *b*")], columns: 2)
    let page = try page(caption: "c", output: .figure(group))
    #expect(TextReport.render(page.0, page.1).contains("\na and $1\n\nplain *b*\n"))
  }

  @Test func `what a cell computes is read whole`() throws {
    let markdown =
      "## Results\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nCosts $3, then $4; $x$, @tbl-a."
    let page = try page(caption: "c", output: .figure(.markdown(markdown)))
    let html = HTMLReport.render(page.0, page.1)
    for part in [
      "<h3>Results</h3>", "<ol>\n<li>one", "<th scope=\"col\">a</th>", "<td>2</td>",
      "Costs $3, then $4; <math", "<a class=\"ref\" href=\"#tbl-a\">Table 1</a>.",
    ] {
      #expect(html.contains(part), "\(part)")
    }
    // The heading of the notebook's own text has its id, the computed one none.
    #expect(html.components(separatedBy: "<h3").count == 2)
    let words = TextReport.render(page.0, page.1)
    #expect(words.contains("\nResults\n───────\n\n1. one\n2. two\n\na  b\n─  ─\n1  2\n"))
    #expect(words.contains("Costs $3, then $4; $x$, Table 1."))
    let text = MarkdownReport.render(page.0, page.1)
    #expect(
      text.contains("\n### Results\n\n1. one\n2. two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"))
    #expect(text.contains("Costs \\$3, then \\$4; $x$, [Table 1](#tbl-a)."))
  }
}
