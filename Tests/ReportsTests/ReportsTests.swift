import Basics
import Charts
import Foundation
import Runs
import Notebooks
import Testing

@testable import Reports

@Suite struct ReportsTests {
  /// A notebook of some text whose cells gave what is listed.
  static func page(
    _ text: String, _ cells: [CellResult], inlineValues: [String?] = []
  ) throws -> (Notebook, NotebookResult) {
    let notebook = try NotebookReader.parse(text, path: "notebooks/sample.md")
    let result = NotebookResult(
      cells: cells, inlineValues: inlineValues, parameters: notebook.frontMatter.parameters,
      seed: notebook.frontMatter.seed, failures: [])
    return (notebook, result)
  }

  static let evil = "<script>alert('\"&')</script>"

  @Test func everyFieldIsEscaped() throws {
    let evil = Self.evil
    var (notebook, result) = try Self.page(
      """
      # Words

      Text `{swift} 1`, @fig-a, [a](b).

      ```swift
      //| label: fig-a
      print(1)
      ```
      """, [], inlineValues: [evil])
    notebook.frontMatter.title = evil
    notebook.frontMatter.description = evil
    notebook.frontMatter.author = evil
    notebook.frontMatter.date = evil
    notebook.cells[0].code = evil
    notebook.cells[0].options.caption = evil
    notebook.cells[0].options.alt = evil
    notebook.document.events += [
      .leaf(.text(evil), Basics.SourceLocation(file: "", line: 1)),
      .leaf(.code(evil), Basics.SourceLocation(file: "", line: 1)),
      .leaf(.codeBlock(info: evil, text: evil), Basics.SourceLocation(file: "", line: 1)),
      .leaf(.htmlBlock(evil), Basics.SourceLocation(file: "", line: 1)),
      .leaf(.math(evil, display: true), Basics.SourceLocation(file: "", line: 1)),
      .leaf(.crossReference(evil), Basics.SourceLocation(file: "", line: 1)),
      .enter(.link(destination: evil, title: evil), Basics.SourceLocation(file: "", line: 1)),
      .leave(.link(destination: evil, title: evil)),
    ]
    let place = Basics.SourceLocation(file: evil, line: 1)
    let failure = Failure(
      kind: .trap, message: evil, location: place,
      notes: [.init(location: place, message: evil)], advice: evil)
    let table = Table(evil, columns: [.init(evil)], rows: [[evil]])
    let chart = Chart(evil, subtitle: evil, x: evil, y: evil).line([1, 2], [1, 2], name: evil)
    result.parameters = [.init(name: evil, value: .string(evil), location: place)]
    result.cells = [
      CellResult(
        status: .failed(failure),
        outputs: [
          .standardOutput(evil), .standardError(evil), .figure(.text(evil)),
          .figure(.markdown(evil)), .figure(.table(table)), .figure(.chart(chart)),
          .truncated(stream: evil, keptBytes: 1),
        ])
    ]
    let html = HTMLReport.render(notebook, result)
    #expect(!html.contains("<script"))
    // A quotation mark of the author's can end no attribute: none holds the text unescaped.
    #expect(!html.contains("=\"<") && !html.contains("=\"&lt;script&gt;alert('\""))
    #expect(html.contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;"))
    #expect(!html.contains("<img"))
  }

  @Test(arguments: [
    "javascript:alert(1)", "JavaScript:alert(1)", " java\nscript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///x",
  ])
  func unsafeLinksLeadNowhere(_ address: String) { #expect(LinkAddress.safe(address) == nil) }

  @Test(arguments: ["a.html", "#b", "https://example.org/", "mailto:a@example.org", "a/b?c:d"])
  func harmlessLinksStay(_ address: String) { #expect(LinkAddress.safe(address) == address) }

  @Test func failuresShowMessagePlaceNotesAndAdvice() throws {
    let failure = Failure(
      kind: .compileError, message: "cannot find 'x' in scope",
      location: Basics.SourceLocation(file: "folder/sample.md", line: 4),
      notes: [.init(location: nil, message: "a note")], advice: "Declare it.")
    let (notebook, result) = try Self.page(
      "# T\n\n```swift\nx\n```\n\n```swift\n1\n```\n",
      [CellResult(status: .failed(failure)), CellResult(status: .notRun(.failureAbove))])
    let html = HTMLReport.render(notebook, result)
    for part in ["cannot find &#39;x&#39; in scope", ">sample.md:4<", "a note", "Declare it."] {
      #expect(html.contains(part))
    }
    #expect(html.contains("Not run: a cell above failed."))
    #expect(html.contains("<a href=\"#cell-1\">Go to the failure</a>"))
    #expect(!html.contains("folder/"))
    let text = TextReport.render(notebook, result)
    #expect(text.contains("✗ Compile error at sample.md:4\n  cannot find 'x' in scope\n"))
  }

  @Test func expectedFailuresAreOutput() throws {
    let (notebook, result) = try Self.page(
      "# T\n\n```swift\n//| error: true\nthrow E()\n```\n",
      [CellResult(status: .failed(Failure(kind: .thrownError, message: "E()", isExpected: true)))])
    let html = HTMLReport.render(notebook, result)
    #expect(html.contains("class=\"failure expected\""))
    #expect(!html.contains("class=\"banner\""))
  }

  @Test func crossReferencesAreNumberedLinks() throws {
    let text = """
      # T

      See @fig-b and @tbl-a.

      ```swift
      //| label: fig-a
      1
      ```

      ```swift
      //| label: fig-b
      //| caption: The **second**.
      1
      ```

      ```swift
      //| label: tbl-a
      1
      ```
      """
    let results = (0..<3).map { _ in CellResult(status: .succeeded, outputs: [.standardOutput("1")])
    }
    let (notebook, result) = try Self.page(text, results)
    let html = HTMLReport.render(notebook, result)
    #expect(html.contains("<a class=\"ref\" href=\"#fig-b\">Figure 2</a>"))
    #expect(html.contains("<a class=\"ref\" href=\"#tbl-a\">Table 1</a>"))
    #expect(html.contains("<b>Figure 2:</b> The <strong>second</strong>."))
    #expect(TextReport.render(notebook, result).contains("See Figure 2 and Table 1."))
  }

  @Test func thereIsOneHeadingOfLevelOne() throws {
    let (notebook, result) = try Self.page("# One\n\n# Two\n\n## Three\n", [])
    let html = HTMLReport.render(notebook, result)
    #expect(html.components(separatedBy: "<h1").count == 2)
    #expect(html.contains("<h2 id=\"two\">Two"))
    #expect(html.contains("<h3 id=\"three\">Three"))
  }

  @Test func volatileOutputsStandOnAPageOfTheirOwn() throws {
    let (notebook, result) = try Self.page(
      "# T\n\n```swift\n//| volatile: true\nprint(2)\n```\n",
      [CellResult(status: .succeeded, outputs: [.standardOutput("took 17 ms")])])
    let html = HTMLReport.render(notebook, result)
    #expect(!html.contains("took 17 ms"))
    #expect(html.contains("href=\"sample.volatile.html#cell-1\""))
    #expect(HTMLReport.renderVolatile(notebook, result)?.contains("took 17 ms") == true)
    let (plain, plainResult) = try Self.page("# T\n", [])
    #expect(HTMLReport.renderVolatile(plain, plainResult) == nil)
  }

  @Test func progressLinesLeaveTheirLastState() {
    #expect(PrintedText.settled("1 %\r2 %\r\u{1B}[32m3 %\u{1B}[0m\ndone\n") == "3 %\ndone\n")
  }

  @Test func filesAreReplacedWholeOrNotAtAll() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("unroll-atomic-\(ProcessInfo.processInfo.globallyUniqueString)").path
    try FileManager.default.createDirectory(
      atPath: folder + "/taken/x", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try AtomicFile.write(Data("one".utf8), to: folder + "/a.html")
    try AtomicFile.write(Data("two".utf8), to: folder + "/a.html")
    #expect(try String(contentsOfFile: folder + "/a.html", encoding: .utf8) == "two")
    let problem = #expect(throws: Problem.self) {
      try AtomicFile.write(Data("three".utf8), to: folder + "/taken")
    }
    #expect(problem?.code == .file)
    #expect(problem?.message.contains(folder + "/taken") == true)
    #expect(problem?.advice != nil)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.html", "taken"])
  }

  @Test func theIndexEscapesAndLinks() {
    let html = IndexPage.render([
      IndexEntry(title: Self.evil, description: Self.evil, file: "a b\".html", hasFailed: true)
    ])
    #expect(!html.contains("<script"))
    #expect(html.contains("href=\"a%20b%22.html\""))
    #expect(html.contains("A cell failed."))
  }

  /// A page to look at: its folder is named by `UNROLL_SAMPLE_PAGES`.
  @Test func theSamplePageFetchesNothing() throws {
    let steps = Array(0..<200)
    let loss = steps.map { 1.45 + 4.05 / (1 + Double($0) / 12) }
    let chart = Chart("The LSTM learns", x: "step", y: "loss (nats)")
      .line(steps, loss, name: "train").line(steps, loss.map { $0 * 0.9 }, name: "validation")
    let text = try String(
      contentsOf: #require(
        Bundle.module.url(forResource: "sample", withExtension: "md", subdirectory: "Fixtures")),
      encoding: .utf8)
    let table = Table(
      columns: ["model", .number("perplexity", best: .lowest)],
      rows: [["LSTM", 4.1], ["GRU", 4.3]])
    let (notebook, result) = try Self.page(
      text,
      [
        CellResult(status: .succeeded, outputs: [.standardOutput("3 symbols\n")]),
        CellResult(status: .succeeded, outputs: [.figure(.chart(chart))]),
        CellResult(status: .succeeded, outputs: [.figure(.table(table))]),
        CellResult(
          status: .failed(
            Failure(
              kind: .trap, message: "matmul: x is [32, 64] and y is [128, 256]",
              location: Basics.SourceLocation(file: "sample.md", line: 50),
              advice: "The columns of x (64) must equal the rows of y (128)."))),
        CellResult(status: .notRun(.failureAbove)),
      ], inlineValues: ["1.68"])
    let html = HTMLReport.render(notebook, result)
    #expect(html == HTMLReport.render(notebook, result))
    #expect(!html.contains("src=\"http") && !html.contains("<link") && !html.contains("<script"))
    #expect(html.contains("<span class=\"value\">1.68</span>"))
    #expect(html.contains("<svg") && html.contains("<summary>Data</summary>"))
    #expect(html.contains("aria-label=\"Contents\""))
    if let folder = ProcessInfo.processInfo.environment["UNROLL_SAMPLE_PAGES"] {
      try AtomicFile.write(Data(html.utf8), to: folder + "/sample.html")
      let index = IndexPage.render([IndexEntry(notebook, result)])
      try AtomicFile.write(Data(index.utf8), to: folder + "/index.html")
      let words = TextReport.render(notebook, result)
      try AtomicFile.write(Data(words.utf8), to: folder + "/sample.txt")
    }
  }
}
