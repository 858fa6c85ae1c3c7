import Basics
import Notebooks
import Testing

/// Cross references to cells, equations and headings.
@Suite struct ReferenceTests {
  static let text = """
    # T

    ## The method {#sec-method}

    $$ h_t = a $$ {#eq-state}

    ```swift
    //| label: fig-loss
    //| caption: See @eq-state.
    ```


    """

  func references(_ text: String) throws -> [String] {
    try read(Self.text + text).marks.compactMap { mark in
      mark.contains("crossReference") ? mark.replacing("crossReference", with: "") : nil
    }
  }

  @Test(arguments: [
    ("See @eq-state, @sec-method.", ["12:5 (\"eq-state\")", "12:16 (\"sec-method\")"]),
    (
      "@Fig-loss and @Eq-state: @Sec-method",
      [
        "12:1 (\"fig-loss\")", "12:15 (\"eq-state\")", "12:26 (\"sec-method\")",
      ]
    ),
    ("“@fig-loss”—@eq-state", ["12:4 (\"fig-loss\")", "12:19 (\"eq-state\")"]),
    ("é@fig-loss and https://x.org/?a=@fig-loss, x@eq-state", []),
    ("https://x.org/a_b_@fig-loss?c=*d*@eq-state", []),
  ])
  func `all kinds lead to their labels, with a capital too`(
    text: String, found: [String]
  ) throws {
    #expect(try references(text) == found)
  }

  @Test(arguments: [
    ("a [@fig-loss] b", "a |<fig-loss>| b"), ("[@Fig-loss, p. 2]", "[|<fig-loss>|, p. 2]"),
    ("[@fig-loss][@eq-state]", "<fig-loss>|<eq-state>"), ("\\[@fig-loss]", "[|<fig-loss>|]"),
    ("([@fig-loss]) and [x]", "(|<fig-loss>|) and [x]"), ("[[@fig-loss]]", "[|<fig-loss>|]"),
  ])
  func `brackets around a reference are left out`(text: String, words: String) throws {
    let found = try read(Self.text + text).document.events.drop { event in
      if case .leaf(.cell, _) = event { false } else { true }
    }.compactMap { event -> String? in
      switch event {
      case .leaf(.text(let text), _): text
      case .leaf(.crossReference(let label), _): "<\(label)>"
      default: nil
      }
    }
    #expect(found.joined(separator: "|") == words)
  }

  @Test(arguments: [
    ("@eq-stat", "no equation has the label `eq-stat`", "Did you mean eq-state?"),
    ("@Sec-metod", "no heading has the label `sec-metod`", "Did you mean sec-method?"),
    ("@Fig-los", "no cell has the label `fig-los`", "Did you mean fig-loss?"),
    ("|a|\n|-|\n|@tbl-x|", "no cell has the label `tbl-x`", "Labels are: eq-state, fig-loss"),
  ])
  func `a reference without a target is an error that names the nearest`(
    text: String, message: String, advice: String
  ) {
    let found = complaints(Self.text + text)
    #expect(found.count == 1)
    #expect(found.first?.contains("error: " + message) == true)
    #expect(found.first?.contains(advice) == true)
  }

  @Test func `without labels it is said how to write one`() {
    #expect(
      complaints("@eq-a, @sec-b").map { $0.split(separator: "\n").last ?? "" } == [
        "  No equation of this notebook has a label; write `{#eq-a}` behind the `$$` that ends it.",
        "  No heading of this notebook has a label; write `{#sec-b}` at the end of one.",
      ])
  }

  @Test(arguments: [
    ("$$ a $$ {#eq-x}", "1:1 equation(\"a\", label: \"eq-x\")"),
    ("$$\na\n- b\n$$ {#eq-x}", "1:1 equation(\"a\\n- b\", label: \"eq-x\")"),
    ("> $$\n> a\n> $$\t{#eq-x_1}  ", "1:3 equation(\"a\", label: \"eq-x_1\")"),
    ("So $$a$${#eq-x}.", "1:4 equation(\"a\", label: \"eq-x\")"),
    ("|a|\n|-|\n|$$b$$ {#eq-x}|", "3:2 equation(\"b\", label: \"eq-x\")"),
  ])
  func `a label behind a display formula belongs to it`(text: String, mark: String) throws {
    let notebook = try read(text)
    #expect(notebook.marks == [mark] && notebook.warnings.isEmpty)
  }

  @Test(arguments: [
    ("# A *b* {#sec-x}", "A |b", "1:9"), ("## C_d_e {#sec-x_y} ", "C_d_e", "1:10"),
    ("Two\nlines {#sec-x}\n---", "Two|lines", "2:7"), ("# {#sec-x}", "", "1:3"),
  ])
  func `a label at the end of a heading is no word of it`(
    text: String, words: String, location: String
  ) throws {
    let notebook = try read(text)
    var found: [String] = []
    for case .leaf(.text(let text), _) in notebook.document.events { found.append(text) }
    #expect(found.joined(separator: "|").replacing("C|_|d|_|e", with: "C_d_e") == words)
    #expect(notebook.marks.first?.hasPrefix("\(location) headingLabel(\"sec-x") == true)
  }

  @Test(arguments: [
    ("# A {.unnumbered}", "1:5 `{.unnumbered}` is not read, and stands as typed"),
    ("# A {#sec-x .c}", "1:5 `{#sec-x .c}` is not read, and stands as typed"),
    ("$a$ {#eq-x}", "1:5 this label names nothing, and stands as typed"),
    ("$$a$$\n{#eq-x}", "2:1 this label names nothing, and stands as typed"),
    ("a {#sec-x}", "1:3 this label names nothing, and stands as typed"),
    ("see @fig:a", "1:5 `@fig:` starts no reference"),
    ("see @lst-a", "1:5 `@lst-a` stands as typed: nothing has that label"),
  ])
  func `labels and references that are not understood are told`(
    text: String, warning: String
  ) throws {
    let found = try warned(text)
    #expect(found.contains(warning), "\(found)")
  }

  @Test(arguments: ["# A \\{#sec-x}", "a \\{#sec-x}", "set {#} of #{a}", "\\@lst-a", "@someone:"])
  func `what is escaped or means nothing is left alone`(text: String) throws {
    #expect(try warned(text) == [])
  }

  @Test func `a label is taken once, whatever it names`() {
    #expect(
      complaints("# A {#sec-a}\n\n# B {#sec-a}\n\n$$a$$ {#eq-a}\n\n$$b$$ {#eq-a}\n")
        .map { $0.prefix { $0 != "\n" } } == [
          "n.md:3:5: error: the label `sec-a` on line 3 is taken by the heading on line 1",
          "n.md:7:1: error: the label `eq-a` on line 7 is taken by the equation on line 5",
        ])
  }

  @Test func `references in captions are checked at the caption`() {
    #expect(
      complaints("```swift\n//| label: fig-a\n//| caption: As @fig-b.\n1\n```\n") == [
        "n.md:3:14: error: no cell has the label `fig-b`\n  Did you mean fig-a? Labels are: fig-a."
      ])
  }
}
