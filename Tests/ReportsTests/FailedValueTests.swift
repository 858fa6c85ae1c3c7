import Basics
import Notebooks
import Runs
import Testing

@testable import Reports

/// An inline value that fails is told where it stands.
@Suite struct FailedValueTests {
  static let text = "# T\n\nOne `{swift} one`, two `{swift} two`.\n\nThree `{swift} three`.\n"

  func page(_ values: [String?], _ failures: [Failure]) throws -> (Notebook, NotebookResult) {
    var (notebook, result) = try ReportsTests.page(Self.text, [], inlineValues: values)
    notebook.path = "folder/sample.md"
    result.failures = failures
    return (notebook, result)
  }

  static func failure(_ message: String, line: Int, column: Int) -> Failure {
    Failure(
      kind: .trap, message: message,
      location: Basics.SourceLocation(file: "folder/sample.md", line: line, column: column))
  }

  @Test(arguments: [
    (24, "the column of the expression"), (35, "a column within"), (1, "the line alone"),
  ])
  func `the page shows its message in every format`(column: Int, known: String) throws {
    let failure = Self.failure("Index <out> of range\nmore", line: 3, column: column)
    let (notebook, result) = try page(["1", nil, nil], [failure])
    let html = HTMLReport.render(notebook, result)
    #expect(
      html.contains(
        "two <span class=\"value missing\" id=\"value-2\" title=\"sample.md:3: Index &lt;out&gt; of "
          + "range\nmore\">value failed: Index &lt;out&gt; of range</span>."), "\(known)")
    #expect(html.contains("<a href=\"#value-2\">Go to the failure</a>"))
    #expect(html.contains("Three <span class=\"value missing\">not computed</span>."))
    #expect(
      TextReport.render(notebook, result).contains(
        "One 1, two (value failed: Index <out> of range).\n\nThree (not computed)."))
    let markdown = "One 1, two **(value failed: Index \\<out> of range)**."
    #expect(MarkdownReport.render(notebook, result).contains(markdown))
    #expect(
      try IpynbReport.render(notebook, result).contains(markdown.replacing("\\", with: "\\\\")))
    #expect(ReportPage(notebook, result).hasFailed)
  }

  @Test func `two failures of one line belong to two values`() throws {
    let failures = [
      Self.failure("first", line: 3, column: 1), Self.failure("second", line: 3, column: 1),
    ]
    let (notebook, result) = try page([nil, nil, "3"], failures)
    #expect(
      TextReport.render(notebook, result).contains(
        "One (value failed: first), two (value failed: second)."))
  }

  @Test func `a failure elsewhere is no value's`() throws {
    let (notebook, result) = try page(
      ["1", "2", nil], [Self.failure("a cell", line: 9, column: 1)])
    let html = HTMLReport.render(notebook, result)
    #expect(!html.contains("value failed") && html.contains("not computed"))
    #expect(!ReportPage(notebook, result).hasFailed)
  }
}
