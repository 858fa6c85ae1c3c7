import Basics
import Notebooks
import Testing

@Suite struct FrontMatterTests {
  @Test func `every key is read`() throws {
    let matter = try read(
      """
      ---
      title: Which memory lasts?
      description: "One: two"
      author: Ada
      date: 2026-01-02
      seed: 7
      params:
        steps: 50
        rate: 1e-3
        deep: true
        corpus: my.txt
        digits: "12"
      toc: false
      timeout: 2.5
      html: allow
      ---
      Text
      """
    ).frontMatter
    #expect(matter.title == "Which memory lasts?")
    #expect(matter.description == "One: two")
    #expect(matter.author == "Ada")
    #expect(matter.date == "2026-01-02")
    #expect(matter.seed == 7)
    #expect(matter.parameters.map(\.name) == ["steps", "rate", "deep", "corpus", "digits"])
    #expect(
      matter.parameters.map(\.value) == [
        .integer(50), .number(0.001), .boolean(true), .string("my.txt"), .string("12"),
      ])
    #expect(matter.parameters.map { place($0.location) } == ["8:3", "9:3", "10:3", "11:3", "12:3"])
    #expect(matter.tableOfContents == false)
    #expect(matter.timeout == 2.5)
    #expect(matter.allowsHTML)
  }

  @Test(arguments: ["", "Text", "---\n---\nText", "---\n# nothing\n---\nText", "\n---\nText"])
  func `what is not set has its default`(text: String) throws {
    #expect(try read(text).frontMatter == FrontMatter())
  }

  @Test(arguments: [
    (
      "titel: x",
      "2:1: error: unknown front matter key `titel`\n  Did you mean title? Known are: "
        + "title, description, author, date, seed, params, toc, timeout, html."
    ),
    (
      "title: [a]",
      "2:8: error: `title` must be a text, not a list\n  Write `title: \"...\"` on one line."
    ),
    (
      "title:",
      "2:7: error: `title` must be a text, not nothing\n  Write `title: \"...\"` on one line."
    ),
    (
      "seed: 1.5",
      "2:7: error: `seed` must be an integer, not `1.5`\n  Write for instance `seed: 7`."
    ),
    (
      "seed: \"7\"",
      "2:7: error: `seed` must be an integer, not `7`\n  Write for instance `seed: 7`."
    ),
    (
      "toc: yes",
      "2:6: error: `toc` must be true or false, not `yes`\n  Write `toc: true` or `toc: false`."
    ),
    (
      "timeout: -1",
      "2:10: error: `timeout` must be a number of seconds above 0, not `-1`\n"
        + "  Write for instance `timeout: 60`."
    ),
    (
      "html: deny",
      "2:7: error: `html` can only be `allow`\n"
        + "  Write `html: allow`, or remove the line to leave raw HTML out of the report."
    ),
    (
      "seed: 1\nseed: 2",
      "3:1: error: the key `seed` is set twice (first on line 2)\n  Remove one of the two."
    ),
    (
      "params:\n  a: 1\n  a: 2",
      "4:3: error: the key `a` is set twice (first on line 3)\n  Remove one of the two."
    ),
    (
      "title: \"é\nseed: 1",
      "3:8: error: the front matter is not valid YAML "
        + "(found unexpected end of stream)\n  Quote texts that contain `: `, `#`, brackets or "
        + "quotation marks."
    ),
    (
      "title: a: b",
      "2:9: error: the front matter is not valid YAML (mapping values are not "
        + "allowed in this context)\n  Quote texts that contain `: `, `#`, brackets or quotation marks."
    ),
    (
      "- a",
      "2:1: error: the front matter must be lines of the form `key: value`\n"
        + "  Write a colon and a space between a key and its value."
    ),
    (
      "params:\n  2x: 1",
      "3:3: error: the parameter `2x` is not a Swift identifier\n"
        + "  Use letters, digits and `_`, not starting with a digit."
    ),
    (
      "params:\n  for: 1",
      "3:3: error: the parameter `for` is a Swift keyword\n"
        + "  Choose another name, for instance `forValue`."
    ),
    (
      "params:\n  a: [1]",
      "3:6: error: the parameter `a` needs one value as its default\n"
        + "  Give an integer, a number, `true`, `false` or a text."
    ),
    (
      "params:\n  a: yes",
      "3:6: error: `yes` could be a boolean or a text\n"
        + "  Write `true` or `false`, or \"yes\" in quotation marks."
    ),
    (
      "params: 3",
      "2:9: error: `params` must be lines of the form `name: default`\n"
        + "  Indent them by two blanks below `params:`."
    ),
  ])
  func `what is wrong is told with its place`(yaml: String, message: String) {
    #expect(complaints("---\n\(yaml)\n---\nText") == ["n.md:" + message])
  }

  @Test func `columns count bytes`() {
    #expect(complaints("---\n{title: \"éé\", seed: x}\n---\n")[0].hasPrefix("n.md:2:23: error:"))
  }

  @Test func `several problems come in order`() {
    let found = complaints("---\nseed: x\ntoc: 3\n---\n```swift\n//| ecko: no\n```\n@fig-a")
    #expect(found.map { $0.prefix(8) } == ["n.md:2:7", "n.md:3:6", "n.md:6:5", "n.md:8:1"])
  }

  @Test func `front matter without an end is an error`() {
    #expect(
      complaints("---\ntitle: x\n") == [
        "n.md:1:1: error: the front matter is not closed\n"
          + "  End it with a line `---`; a rule at the top of the text is written `***`."
      ])
  }

  @Test func `the title is the front matter's, else the first heading, else the file's name`()
    throws
  {
    #expect(try read("---\ntitle: A\n---\n# B").title == "A")
    #expect(try read("## C\n\n# B *c* `d`\n\n# E").title == "B c d")
    #expect(try read("## C").title == "n")
  }
}

@Suite struct ParameterTests {
  static let text = "---\nparams:\n  steps: 50\n  rate: 0.1\n  deep: true\n  corpus: a.txt\n---\n"

  @Test func `texts become values of the declared type`() throws {
    let notebook = try read(Self.text).applying(parameters: [
      ("steps", "7"), ("rate", "2"), ("deep", "false"), ("corpus", "7"), ("steps", "-8"),
    ])
    #expect(
      notebook.frontMatter.parameters.map(\.value) == [
        .integer(-8), .number(2), .boolean(false), .string("7"),
      ])
  }

  static let list = "steps (integer), rate (number), deep (boolean), corpus (string)."

  @Test(arguments: [
    ("steps", "1.5", "n.md:3:3: error: the parameter `steps` is of type integer; `1.5` is not\n  "),
    ("steps", "", "n.md:3:3: error: the parameter `steps` is of type integer; `` is not\n  "),
    ("rate", "inf", "n.md:4:3: error: the parameter `rate` is of type number; `inf` is not\n  "),
    ("deep", "yes", "n.md:5:3: error: the parameter `deep` is of type boolean; `yes` is not\n  "),
    ("step", "1", "error: unknown parameter `step`\n  Did you mean steps? "),
    ("xyzzy", "1", "error: unknown parameter `xyzzy`\n  "),
  ])
  func `wrong settings list the valid ones`(name: String, value: String, message: String) throws {
    let notebook = try read(Self.text)
    let problem = #expect(throws: Problem.self) {
      try notebook.applying(parameters: [(name, value)])
    }
    #expect(problem?.code == .parameter)
    #expect(problem?.description == message + "Parameters: " + Self.list)
  }

  @Test func `a notebook without parameters says so`() throws {
    let notebook = try read("Text")
    let problem = #expect(throws: Problem.self) { try notebook.applying(parameters: [("a", "1")]) }
    #expect(
      problem?.description == "error: unknown parameter `a`\n"
        + "  This notebook declares none; add `params:` to its front matter.")
  }
}
