import Basics
import Notebooks
import Testing

/// Captions and what cells compute are read as the prose is.
@Suite struct FragmentTests {
  static let place = Basics.SourceLocation(file: "n.md", line: 9, column: 4)

  func reading(_ text: String) -> (document: Document, problems: [Problem]) {
    Document.reading(markdown: text, labels: ["fig-a"], at: Self.place)
  }

  /// The events without their places.
  func events(_ document: Document) -> [String] {
    document.events.map { event in
      switch event {
      case .enter(let container, _): "+\(container)"
      case .leave(let container): "-\(container)"
      case .leaf(let leaf, _): "\(leaf)"
      }
    }
  }

  @Test(arguments: [
    "Between $5 and $10 a run; see [LSTM](https://e.org/LSTM_(net)); array[i](j)",
    "Big table.\n\nSmall print.",
    "## Results\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | $x$ |",
    "Costs $3, then $4.", "$a$ *b* **c** `d` <http://x.org/$a$b>\n> q\n\n- x\n  - y", "",
    "~~~text\nx\n~~~\n\n$$a$$", "a | b\n--|--\n1 | 2\n---\nend",
  ])
  func `a text has the events that the prose has`(text: String) throws {
    let found = reading(text)
    #expect(found.problems.isEmpty)
    #expect(events(found.document) == events(try read(text).document))
  }

  @Test func `fences are shown, inline values are code and told`() {
    let found = reading("`{swift} x`\n\n```swift\n//| label: a\n1\n```\n")
    #expect(
      events(found.document) == [
        "+paragraph", "code(\"{swift} x\")", "-paragraph",
        "codeBlock(info: \"swift\", text: \"//| label: a\\n1\\n\")",
      ])
    #expect(found.problems.map(\.message) == ["an inline value is computed in the prose only"])
  }

  @Test(arguments: [
    ("@Fig-a", 0), ("@fig-b", 1), ("$$a$$ {#eq-x}", 1), ("a[^1]", 1),
    ("$$ a\n\nb\n$$", 1), ("\0 \u{E000}", 0),
  ])
  func `every problem has the place of the text`(text: String, count: Int) {
    let problems = reading(text).problems
    #expect(problems.count == count)
    #expect(problems.allSatisfy { $0.location == Self.place })
  }

  @Test func `what is wrong in a caption is told where the caption stands`() throws {
    #expect(
      try warned("> ```swift\n> // why\n> //| caption: A note.[^1]\n> x\n> ```") == [
        "3:16 footnotes are not read, and stand as typed"
      ])
    #expect(complaints("```swift\n//| caption: \"![x](no.png)\"\nx\n```").count == 1)
  }
}
