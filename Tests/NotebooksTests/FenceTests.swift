import Notebooks
import Testing

/// Which blocks are run, and what is said of those that only look so.
@Suite struct FenceTests {
  @Test(arguments: [
    "swift", "Swift", "SWIFT", "{swift}", "{Swift}", "{swift }", "{ swift}", "{swift .numberLines}",
    "swift extra words", "swift title=\"a.swift\"", "{swift",
  ])
  func `a fence of Swift is a cell, in any case and in braces`(info: String) throws {
    let notebook = try read("# T\n\n``` \(info)\n//| label: a\nlet x = 1\n```\n")
    #expect(notebook.cells.map(\.code) == ["let x = 1\n"])
    #expect(notebook.cells.first?.options.label == "a")
    #expect(notebook.warnings.isEmpty)
  }

  @Test(arguments: [
    ("{swift, echo=FALSE}", "`echo=FALSE` in the fence is not read", "`//| echo: …`"),
    ("{swift loss-plot}", "`loss-plot` in the fence is not read", "`//| label: …`"),
    ("{swift #fig-a .wide}", "`#fig-a` in the fence is not read", "`//| label: …`"),
    ("swift run=false", "`run=false` in the fence is not read", "`//| run: …`"),
    ("{swift fig.cap=\"x\"}", "`fig.cap=\"x\"` in the fence is not read", "`//| key: value`"),
  ])
  func `attributes that are no options are told, and the cell runs`(
    info: String, message: String, advice: String
  ) throws {
    let notebook = try read("```\(info)\n1\n```\n")
    #expect(notebook.cells.count == 1)
    #expect(notebook.warnings.map(\.message) == [message])
    #expect(notebook.warnings.first?.advice?.contains(advice) == true)
    #expect(notebook.warnings.first?.description.hasPrefix("n.md:1:1: warning: ") == true)
  }

  @Test(arguments: [
    ("swfit", "the block ```` ```swfit ```` is shown, not run"),
    ("swit", "the block ```` ```swit ```` is shown, not run"),
    ("swift5", "the block ```` ```swift5 ```` is shown, not run"),
    ("swift,ignore", "the block ```` ```swift,ignore ```` is shown, not run"),
    ("{.swift .numberLines}", "the block ```` ```{.swift} ```` is shown, not run"),
    ("{Swfit}", "the block ```` ```{Swfit} ```` is shown, not run"),
    ("{r}", "the block `{r}` is shown, not run: cells are written in Swift"),
    ("{python}", "the block `{python}` is shown, not run: cells are written in Swift"),
    ("{=html}", "the block `{=html}` is shown, not run: cells are written in Swift"),
  ])
  func `a fence that looks like a cell is shown with a warning`(
    info: String, message: String
  ) throws {
    let notebook = try read("> ```\(info)\n> 1\n> ```\n")
    #expect(notebook.cells.isEmpty)
    #expect(
      notebook.marks == [
        "1:3 codeBlock(info: \"\(info.replacing("\"", with: "\\\""))\", text: \"1\\n\")"
      ])
    #expect(try warned("> ```\(info)\n> 1\n> ```\n") == ["1:3 " + message])
  }

  @Test(arguments: [
    "", "text", "python", "sh", "sql", "{.python}", "{#id .r}", "{{swift}}", "diff", "swig",
  ])
  func `other blocks are shown without a word`(info: String) throws {
    let notebook = try read("```\(info)\n1\n```\n\n    indented\n")
    #expect(notebook.cells.isEmpty && notebook.warnings.isEmpty)
  }

  @Test func `an inline value is one in any case, and those of other languages are told`() throws {
    let text = "A `{Swift} a + b`, `{swfit} c`, `{r} mean(x)`, `{n} m`, `{swift}` and `{x}`."
      .replacing(
        "`{swift}`", with: "`swift`")
    let notebook = try read(text)
    #expect(notebook.inlineValues.map(\.expression) == ["a + b"])
    #expect(notebook.inlineValues.map { place($0.location) } == ["1:12"])
    #expect(
      try warned(text) == [
        "1:21 `{swfit} c` is not computed; write `{swift} value`",
        "1:34 `{r} mean(x)` is not computed: inline values are written in Swift, `{swift} value`",
      ])
  }
}
