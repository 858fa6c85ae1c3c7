import Notebooks
import Testing

/// Where option lines may stand, and what is said of those that stand elsewhere.
@Suite struct OptionLineTests {
  @Test(arguments: [
    ("\n//| run: false\n//| echo: false\nprint(1)", "print(1)\n", "5:1"),
    ("// why\n//| run: false\n//| echo: false\nprint(1)", "// why\nprint(1)\n", "4:1"),
    ("\n\n// a\n\n// b\n//| run: false\n\n//| echo: false\nx", "// a\n// b\nx\n", "8:1"),
    (
      "/* one\n   //| run: true\n*/\n//| run: false\n//| echo: false\nx",
      "/* one\n   //| run: true\n*/\nx\n", "4:1"
    ),
    ("//|run: false\n//|\techo: false\nx", "x\n", "4:1"),
    ("// | run: false\n//  |echo : false\nx", "x\n", "4:1"),
    ("  //| run: false\n\t// | echo: false\n  x", "  x\n", "4:1"),
  ])
  func `empty lines, comments and blanks around options do no harm`(
    lines: String, code: String, start: String
  ) throws {
    let cells = try read("```swift\n\(lines)\n```\n").cells
    #expect(cells.map(\.code) == [code])
    #expect(cells.first?.options.run == false && cells.first?.options.echo == .hidden)
    guard let cell = cells.first else { return }
    #expect(place(cell.location) == start)
    // The last line of the code stands on the line above the closing fence.
    let count = code.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    let last = lines.split(separator: "\n", omittingEmptySubsequences: false).count + 1
    #expect(cell.location(line: count, column: 1).line == last)
  }

  @Test(arguments: [
    "// a comment\nlet a = 1\n", "\n\nlet a = 1\n", "// | a | b |\n// |---|---|\nlet a = 1\n",
    "/* a */ let b = 2\n", "// | note: this is no option\n1\n", "// ran: 1\n1\n",
  ])
  func `code without options is as it was`(code: String) throws {
    let notebook = try read("```swift\n\(code)```\n")
    #expect(notebook.cells.map(\.code) == [code])
    #expect(notebook.cells.map { place($0.location) } == ["2:1"])
    #expect(notebook.warnings.isEmpty)
  }

  @Test func `a problem of an option below a comment has its own line`() {
    #expect(
      complaints("- ```swift\n  // why\n\n  //| label: fig-a\n  // | timeout: soon\n  x\n  ```\n")
        .map { $0.prefix { $0 != "\n" } } == [
          "n.md:5:17: error: `timeout` must be a number of seconds above 0, not `soon`"
        ])
  }

  @Test(arguments: [
    ("let a = 1\n//| run: false\n", "n.md:3:1", "run"),
    ("//| echo: false\nlet a = 1\n  //| run: false\nb\n", "n.md:4:3", "run"),
    ("/* c */ let a = 1\n//|labl: fig-a\n", "n.md:3:1", "labl"),
    ("let t = \"\"\"\n  x\n  \"\"\"\n//| alt: b\n", "n.md:5:1", "alt"),
  ])
  func `an option below code is an error with the mend`(
    code: String, location: String, key: String
  ) {
    #expect(
      complaints("```swift\n\(code)```\n") == [
        "\(location): error: the option `\(key)` stands below code, where it would not be read\n"
          + "  Move the line to the top of the cell."
      ])
  }

  @Test(arguments: [
    "let t = \"\"\"\n  //| run: false\n  \"\"\"\n", "let a = 1\n/*\n//| run: false\n*/\n",
    "let a = 1 //| run: false\n", "let a = 1\n//|-----|\n//| a sentence with no key\n",
    "let a = 1\n// | a: b | c: d |\n",
  ])
  func `what only looks so below code is left alone`(code: String) throws {
    let notebook = try read("```swift\n\(code)```\n")
    #expect(notebook.cells.map(\.code) == [code])
    #expect(notebook.warnings.isEmpty)
  }

  @Test func `a mark of another language is an error, a comment below code a warning`() throws {
    #expect(
      complaints("```swift\n#| label: fig-a\nx\n```\n") == [
        "n.md:2:1: error: `#|` starts no option line in Swift\n  Write `//|`."
      ])
    #expect(
      try warned("```swift\nx\n// | eco: false\n```\n") == [
        "3:1 this comment looks like the option `eco`, and is none"
      ])
  }
}
