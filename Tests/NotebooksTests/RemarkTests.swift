import Notebooks
import Testing

/// Nothing that looks like a notebook's syntax passes in silence.
@Suite struct RemarkTests {
  @Test(arguments: [
    (
      "A note.[^1] More.\n\n[^1]: With some words.",
      [
        "1:8 footnotes are not read, and stand as typed",
        "3:1 footnotes are not read, and stand as typed",
      ]
    ),
    ("> - a[^long-name]", ["1:6 footnotes are not read, and stand as typed"]),
    ("One[^a].\n\n[^a]: word", ["1:4 footnotes are not read, and stand as typed"]),
    ("|a[^1]|\n|-|\n", ["1:3 footnotes are not read, and stand as typed"]),
    ("a `{swift} loss of", ["1:3 the inline value is not closed, and stands as typed"]),
    ("a <b>c</b>\n\n<div>\n", ["1:3 raw HTML is left out of the report (and in 2 more places)"]),
    ("<!-- c -->\n\n- <br>", ["3:3 raw HTML is left out of the report"]),
    ("pay $$ now", ["1:5 `$$` opens a formula that is not closed"]),
    ("$$ a\n\nb", ["1:1 `$$` opens a formula that is not closed"]),
    (
      "$$ a\n\nb $$ c",
      [
        "1:1 `$$` opens a formula that is not closed",
        "3:3 `$$` opens a formula that is not closed",
      ]
    ),
  ])
  func `what is not understood is told with its place`(text: String, found: [String]) throws {
    #expect(try warned(text) == found)
  }

  @Test(arguments: [
    "a\\[^1] and `[^1]` and [x^1] and [ ^ ]", "```text\n[^1]: `{swift} $$ {#eq-a}\n```",
    "\\`{swift} no, {swift} no", "\\$\\$ and `$$` and $5", "[a^b](u)", "x^[2]",
    "$a^{[1]}$ and $$b$$",
    "<http://x.org/$$/[^1]>", "a <!-- note --> \\<b> 1 < 2\n\n<!--\nb\n-->\n",
    "---\nhtml: allow\n---\n<b>c</b>",
  ])
  func `what is escaped, code or an address is left alone`(text: String) throws {
    #expect(try warned(text) == [])
  }

  @Test(arguments: [
    ("$$\na = 1\n\nb = 2\n$$", 1, 1, 3), ("> text\n>\n> $$ a\n>\n>\n> b $$", 3, 3, 4),
    ("x\n\n- $$\n  a\n\n  b\n\n  c\n  $$\n", 3, 3, 5),
  ])
  func `a display formula with an empty line is an error at its start`(
    text: String, line: Int, column: Int, empty: Int
  ) {
    #expect(
      complaints(text) == [
        "n.md:\(line):\(column): error: the formula that opens here has an empty line "
          + "(line \(empty)), which ends it\n"
          + "  Remove the empty line. `\\\\` parts the rows of a formula."
      ])
  }

  @Test func `warnings come with the errors, in the order of the text`() {
    let found = complaints("```swfit\n//| label: fig-a\n```\n\nSee @fig-a.[^1]\n")
    #expect(found.map { $0.split(separator: " ")[1] } == ["warning:", "error:", "warning:"])
  }
}
