import Basics
import Notebooks
import Testing

@Suite struct CellTests {
  @Test func `a cell has its code, options and places`() throws {
    let cells = try read(
      """
      # T

      ```swift extra words
      //| label: fig-a
      //| caption: "A: *b*"
      //| alt: c
      //| echo: fold
      //| output: false
      //| error: true
      //| timeout: 3
      //| run: false
      //| volatile: true
      let a = 1

      \tshow(a)
      ```
      ~~~~ swift
      b
      ~~~
      ~~~~
      """
    ).cells
    var options = CellOptions()
    options.label = "fig-a"
    options.caption = "A: *b*"
    options.alt = "c"
    options.echo = .folded
    options.output = false
    options.expectsError = true
    options.timeout = 3
    options.run = false
    options.isVolatile = true
    #expect(cells.count == 2)
    #expect(cells[0].options == options)
    #expect(cells[0].code == "let a = 1\n\n\tshow(a)\n")
    #expect(place(cells[0].fenceLocation) == "3:1")
    #expect(place(cells[0].location) == "13:1")
    #expect(place(cells[0].location(line: 3, column: 2)) == "15:2")
    #expect(cells[1].code == "b\n~~~\n")
    #expect(cells[1].options == CellOptions())
    #expect(place(cells[1].location) == "18:1")
  }

  @Test(arguments: [
    ("- a\n\n  ```swift\n  let x\n    y\n  ```", "let x\n  y\n", "3:3", ["4:3", "5:3"]),
    ("> ```swift\n> let x\n>y\n> ```", "let x\ny\n", "1:3", ["2:3", "3:2"]),
    (
      "1. > - ~~~ swift\n   >   a\n   >\n   >   b\n   >   ~~~", "a\n\nb\n", "1:8",
      ["2:8", "3:5", "4:8"]
    ),
    ("  ```swift\n  a\n b\n   c\n  ```", "a\nb\n c\n", "1:3", ["2:3", "3:2", "4:3"]),
    ("- ```swift\n\ta\n  ```", "  a\n", "1:3", ["2:1"]),
    ("- ```swift\n  //| run: true\n  a\n  ```\n", "a\n", "1:3", ["3:3"]),
  ])
  func `indented fences map to the file`(
    text: String, code: String, fence: String, places: [String]
  ) throws {
    let cells = try read(text).cells
    #expect(cells.map(\.code) == [code])
    guard let cell = cells.first else { return }
    #expect(place(cell.fenceLocation) == fence)
    #expect(places.indices.map { place(cell.location(line: $0 + 1, column: 1)) } == places)
    #expect(cell.location == cell.location(line: 1, column: 1))
  }

  @Test(arguments: [
    "```swifty\n```", "```{.swift}\n```", "```{{swift}}\n```", "```\nswift\n```", "    ```swift",
    "```swift,x\n```",
  ])
  func `other blocks are no cells`(text: String) throws {
    #expect(try read(text).cells.isEmpty)
  }

  @Test(arguments: [
    (
      "labl: a",
      "1:5: error: unknown cell option `labl`\n  Did you mean label? Known are: label, "
        + "caption, alt, echo, output, error, timeout, run, volatile."
    ),
    (
      "label: a b",
      "1:12: error: `a b` cannot be a label\n"
        + "  Start with a letter; go on with letters a-z, digits, `-` and `_`."
    ),
    ("echo: maybe", "1:11: error: `echo` cannot be `maybe`\n  Write `true`, `false` or `fold`."),
    (
      "output: 1",
      "1:13: error: `output` must be true or false, not `1`\n"
        + "  Write `output: true` or `output: false`."
    ),
    (
      "timeout: 0",
      "1:14: error: `timeout` must be a number of seconds above 0, not `0`\n"
        + "  Write for instance `timeout: 60`."
    ),
    (
      "label",
      "1:5: error: the cell's options must be lines of the form `key: value`\n"
        + "  Write a colon and a space between a key and its value."
    ),
  ])
  func `wrong options are told with their place`(option: String, message: String) {
    let place = message.dropFirst(2)
    #expect(complaints("```swift\n//| \(option)\n```") == ["n.md:2:" + place])
    let shifted = complaints("> ```swift\n> //| \(option)\n> ```")
    #expect(shifted.count == 1 && shifted[0].hasPrefix("n.md:2:"))
    let column = message.split(separator: ":")[1]
    #expect(shifted[0].hasPrefix("n.md:2:\((Int(column) ?? 0) + 2):"))
  }

  @Test func `a label is taken once`() {
    #expect(
      complaints("```swift\n//| label: a\n```\n\n```swift\n//| label: a\n```") == [
        "n.md:6:12: error: the label `a` on line 6 is taken by the cell on line 2\n"
          + "  Give each cell a label of its own."
      ])
  }

  @Test(arguments: [
    ("```swift\nlet a", 1, 1), ("x\n\n~~~swift\na\n```\n", 3, 1), ("> ```swift\n> a\n```\n", 1, 3),
    ("- ```swift\n  a\n\nb\n", 1, 3), ("```swift", 1, 1), ("````swift\n```", 1, 1),
    ("- ```swift\n  a\n```\nb\n```\n", 1, 3), ("> ```swift\n\n```\n", 1, 3),
  ])
  func `a fence without end is an error at its start`(text: String, line: Int, column: Int) {
    #expect(
      complaints(text) == [
        "n.md:\(line):\(column): error: the cell that starts on line \(line) is not closed\n"
          + "  End it with a fence like the opening one, indented alike."
      ])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `line ends and a byte order mark change nothing`(end: String) throws {
    let text = "\u{FEFF}---\ntitle: T\n---\n\n```swift\nlet a\nlet b\n```\n"
    let notebook = try read(text.replacing("\n", with: end))
    #expect(notebook.title == "T")
    #expect(notebook.cells.map(\.code) == ["let a\nlet b\n"])
    #expect(notebook.cells.map { place($0.location) } == ["6:1"])
  }

  @Test(arguments: [
    ([0x61, 0x0A, 0x62, 0xFF] as [UInt8], "2:2: error: byte 0xFF is not valid UTF-8"),
    ([0xC3, 0x0A], "1:1: error: byte 0xC3 is not valid UTF-8"),
    ([0x61, 0xED, 0xA0, 0x80], "1:2: error: byte 0xED is not valid UTF-8"),
    ([0xC3, 0xA9, 0xC0, 0x80], "1:3: error: byte 0xC0 is not valid UTF-8"),
    ([0x61, 0x0D, 0x0A, 0x00], "2:1: error: the file holds a NUL byte"),
  ])
  func `bytes that are no text are told with their place`(bytes: [UInt8], message: String) {
    let found = complaints(bytes)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("n.md:" + message + "\n") == true)
  }

  @Test func `a file that is not there is a problem`() {
    let problem = #expect(throws: Problem.self) { try NotebookReader.read(path: "no/such.md") }
    #expect(problem?.code == .file)
  }
}
