import Foundation
import Testing

/// What the comparison of snippets rests on.
@Suite struct SnippetReadingTests {
  @Test("A snippet's cells, reason and printed text are read from its notebook")
  func reading() {
    let snippet = Snippet(
      name: "n",
      text: """
        ---
        description: "differs: a page is no program"
        ---

        # T

        ```swift
        let x = 1
        ```

        ````swift
        print(\"""
          ```swift
          \""")
        ````

        ```text
        seen
        ```

        """)
    #expect(snippet.cells == ["let x = 1\n", "print(\"\"\"\n  ```swift\n  \"\"\")\n"])
    #expect(snippet.program == snippet.cells[0] + snippet.cells[1])
    #expect(snippet.difference == "a page is no program")
    #expect(snippet.printed == "seen\n")
  }

  @Test("A snippet without a reason is to agree; an empty reason is no reason")
  func reasons() {
    #expect(Snippet(name: "n", text: "# T\n\n```swift\nprint(1)\n```\n").difference == nil)
    let text = "---\ndescription: \"differs:\"\n---\n\n# T\n"
    #expect(Snippet(name: "n", text: text).difference?.isEmpty == true)
  }

  @Test("The first line that differs is told")
  func differences() {
    typealias Outcome = SnippetOutcome
    let told = { Outcome.difference(page: $0, program: $1) }
    #expect(told(.printed("a\nb\n"), .printed("a\nb\n")) == nil)
    #expect(
      told(.printed("a\nb\n"), .printed("a\nc\n"))
        == "line 2: the page prints \"b\", the program \"c\"")
    #expect(
      told(.printed("a"), .printed("a\nc"))
        == "line 2: the page prints nothing more, the program \"c\"")
    #expect(told(.refused("no"), .printed("a")) == "the page fails:\nno")
    #expect(told(.refused("no"), .refused("no")) != nil)
  }
}
