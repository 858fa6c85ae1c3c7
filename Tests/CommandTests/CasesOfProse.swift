import Foundation
import Testing

/// Cases of how prose, captions, options and references are read.
@Suite struct CasesOfProse {
  private func page(_ folder: CaseFolder, status: Int32 = 0) throws -> (err: String, page: String) {
    let run = try folder.unroll("render", "--quiet", "--no-cache", "nb.md")
    #expect(run.status == status, "\(run.err)")
    return (run.err, (try? folder.read("output/nb.html")) ?? "")
  }

  @Test("Dollar signs in addresses open no formula")
  func addresses() throws {
    let given = try page(CaseFolder("cases/autolink-with-dollars"))
    #expect(given.page.contains("<a href=\"http://x.org/$a$b\">http://x.org/$a$b</a>"))
    #expect(given.page.contains("http://x.org/?p=$a&amp;q=$b here"))
    let own = try page(
      CaseFolder(notebook: "<https://e.org/$x^2$/y> and [t](https://e.org/$u$) cost $n$.\n"))
    #expect(own.page.contains("https://e.org/$x^2$/y</a>"))
    #expect(own.page.contains("href=\"https://e.org/$u$\""))
    #expect(own.page.split(separator: "<math").count == 2)
  }

  @Test("Captions and markdown() are read as the prose is")
  func captions() throws {
    let given = try page(CaseFolder("cases/captions-are-not-markdown")).page
    #expect(
      given.contains("Between $5 and $10 a run; see <a href=\"https://e.org/LSTM_(net)\">LSTM</a>"))
    #expect(given.contains("Big table.</p>") && given.contains("<p>Small print.</p>"))
    #expect(given.contains(">Results</h") && given.contains("<li>one"))
    #expect(given.contains("<p>Costs $3, then $4.</p>"))
    let own = try page(
      CaseFolder(
        notebook: """
          ```swift
          //| label: tbl-own
          //| caption: "*Loss* is $x^2$; `code` and **bold**"
          show(Table("t", columns: ["a"], rows: [["x"]]))
          markdown("> quoted\\n\\n- a\\n- b")
          ```

          """)
    ).page
    #expect(
      own.contains("<em>Loss</em>") && own.contains("<math") && own.contains("<code>code</code>"))
    #expect(own.contains("<blockquote>") && own.contains("<li>b"))
  }

  @Test("A formula that cannot be read is told with its line")
  func formulas() throws {
    let folder = try CaseFolder("cases/formula-not-understood-is-silent")
    let given = try folder.unroll("render", "nb.md")
    #expect(given.err.contains("nb.md:5"), "\(given.err)")
    // Without the display formula that an empty line ends, which is an error.
    try folder.write(
      "nb.md",
      String(try folder.read("nb.md").prefix { $0 != "\n" }) + "\n\n"
        + (try folder.read("nb.md").split(separator: "\n")[1]) + "\n")
    let inline = try folder.unroll("render", "nb.md")
    #expect(inline.err.contains("nb.md:3:"), "\(inline.err)")
    #expect(inline.err.contains("frac") || inline.err.contains("argmni"), "\(inline.err)")
    #expect(try folder.unroll("render", "--strict", "nb.md").status != 0)
    let own = try CaseFolder(notebook: "# T\n\n$x^2$ and $\\unknwon{x}$.\n").unroll(
      "render", "nb.md")
    #expect(own.err.contains("nb.md:3:") && own.err.contains("unknwon"), "\(own.err)")
    let read = try CaseFolder(notebook: "$a \\lt b \\gt c$, $\\mathrel{R}$\n").unroll(
      "render", "nb.md")
    #expect(read.status == 0 && !read.err.contains("warning"), "\(read.err)")
  }

  @Test("Options below an empty line or a comment hold; below code they are an error")
  func options() throws {
    let folder = try CaseFolder("cases/options-not-on-first-line")
    #expect(try !folder.runAnew("nb.md").out.contains("this ran"))
    let labelled = try folder.runAnew("nb2.md")
    #expect(labelled.status == 0 && labelled.out.contains("See Figure 1"), "\(labelled.err)")
    let spaced = try folder.unroll("run", "--no-cache", "nb3.md")
    #expect(
      !spaced.out.contains("\nthis ran") || spaced.err.contains("nb3.md:2"),
      "\(spaced.out)\(spaced.err)")
    let below = try CaseFolder(notebook: "```swift\nprint(1)\n//| echo: false\n```\n").runAnew()
    #expect(below.status == 2 && below.err.contains("nb.md:3"), "\(below.err)")
  }

  @Test("A fence {swift} or Swift runs")
  func fences() throws {
    let given = try CaseFolder("cases/quarto-fence-shown-only").unroll(
      "render", "--no-cache", "nb.md")
    #expect(given.status == 1)
    #expect(given.err.contains("nb.md:4:1: error: the check does not hold: never checked"))
    for head in ["{swift}", "Swift", "SWIFT", "{Swift}"] {
      let own = try CaseFolder(notebook: "```\(head)\nprint(6 * 7)\n```\n").runAnew()
      #expect(own.last == ["42"], "\(head): \(own.out)")
    }
  }

  @Test("A reference without a target is an error that lists the labels")
  func references() throws {
    let given = try CaseFolder("cases/references-left-as-typed").unroll(
      "render", "nb.md", "--no-cache")
    #expect(given.status == 2)
    #expect(given.err.contains("eq-loss") && given.err.contains("sec-intro"), "\(given.err)")
    for reference in ["@tbl-x", "@Tbl-x", "@eq-x", "@sec-x", "@Sec-x"] {
      let own = try CaseFolder(notebook: "See \(reference).\n").unroll("render", "nb.md")
      #expect(own.status == 2 && own.err.contains("nb.md:1:5"), "\(reference): \(own.err)")
    }
    let good = try page(CaseFolder(notebook: "## Way {#sec-way}\n\nSee @Sec-way.\n"))
    #expect(!good.page.contains("@Sec-way"))
  }

  @Test("A rule below a table ends it")
  func rules() throws {
    let name = "table-followed-by-rule-becomes-heading.md"
    let folder = try CaseFolder("faults/" + name)
    try FileManager.default.moveItem(
      at: folder.url.appending(path: name), to: folder.url.appending(path: "nb.md"))
    let given = try page(folder).page
    #expect(given.contains("<table") && given.contains("<hr") && !given.contains("<h2"))
    let own = try page(
      CaseFolder(notebook: "| a |\n|---|\n| 1 |\n| 2 |\n***\n\n| b |\n|---|\n| 1 |\n")
    )
    .page
    #expect(own.split(separator: "<table>").count == 3 && own.contains("<hr"))
  }

  @Test("Control characters of prose, code and output never reach a terminal raw")
  func controls() throws {
    let name = "control-characters-pass.md"
    let given = try CaseFolder("faults/" + name).runAnew(name)
    #expect(given.status == 0)
    let own = try CaseFolder(
      notebook: "a\u{1B}[2J b\u{9B}31m c\u{202E}d\n\n"
        + "```swift\nprint(\"x\\u{1B}]0;t\\u{7} \\u{9B}1m \\u{202E}y\")\n```\n"
    ).runAnew()
    for text in [given.out, own.out, own.err] {
      for scalar in text.unicodeScalars {
        let isControl =
          scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
          || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        #expect(!isControl, "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test(
    "Long notebooks take no more than linear time",
    arguments: [
      ("headings", String(repeating: "# a\n\n", count: 10_000)),
      ("links", String(repeating: "[a][r] ", count: 50_000) + "\n\n[r]: /u\n"),
      (
        "references",
        String(repeating: "## b {#sec-b}\n\n", count: 1)
          + String(repeating: "@sec-b ", count: 20_000)
      ),
    ])
  func linear(_ name: String, _ text: String) throws {
    let folder = try CaseFolder(notebook: text)
    let started = ContinuousClock.now
    let run = try folder.unroll("render", "nb.md", "--quiet", "--format", "html,text")
    #expect(run.status == 0, "\(run.err.prefix(500))")
    // A quadratic way took more than ten seconds in a release build.
    let limit = CommandRun.testsReleaseBuild ? 8.0 : 60
    #expect(ContinuousClock.now - started < .seconds(limit))
  }

  @Test("Short rows below a wide head do not multiply")
  func wideTable() throws {
    let text =
      String(repeating: "|a", count: 3000) + "\n" + String(repeating: "|-", count: 3000) + "\n"
      + String(repeating: "x\n", count: 3000)
    let folder = try CaseFolder(notebook: text)
    let run = try folder.unroll("render", "nb.md", "--quiet")
    #expect(run.status == 0, "\(run.err)")
    #expect(try folder.read("output/nb.html").utf8.count < 20_000_000)
  }
}
