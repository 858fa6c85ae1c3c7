import Foundation
import Notebooks
import Runs
import Testing

@testable import Reports

/// Writing four times as much takes about four times as long, in every format.
@Suite(.serialized) struct LinearReportTests {
  static let inputs: [(name: String, size: Int, text: @Sendable (Int) -> String)] = [
    ("equal headings", 200, { String(repeating: "# a\n\n", count: $0) }),
    (
      "headings of one name and its numbers", 120,
      { count in
        (0..<count).map { "# a\n\n# a-\($0)\n\n" }.joined()
      }
    ),
    ("links", 600, { String(repeating: "[a][r] ", count: $0) + "\n\n[r]: https://u" }),
    ("links behind exclamation marks", 400, { String(repeating: "\\![a](b) ", count: $0) }),
    (
      "short rows", 100,
      { count in
        String(repeating: "|a", count: count) + "\n" + String(repeating: "|-", count: count) + "\n"
          + String(repeating: "x\n", count: count)
      }
    ),
    (
      "cells", 40,
      { count in
        (0..<count).map {
          "```swift\n//| label: fig-\($0)\n//| caption: \"@fig-0 $x$\"\n1\n```\n\n"
        }
        .joined()
      }
    ),
    (
      "sections", 120,
      { count in
        (0..<count).map { "## a {#sec-\($0)}\n\n@sec-\($0)\n\n" }.joined()
      }
    ),
    (
      "equations", 80,
      { count in
        (0..<count).map { "$$a \\tag{\($0)}$$ {#eq-\($0)}\n\n" }.joined()
      }
    ),
    (
      "long line of code", 1200, { "```swift\n" + String(repeating: "a\"\\(", count: $0) + "\n```" }
    ),
    ("number signs", 1200, { "```swift\n" + String(repeating: "#", count: $0) + "\n```" }),
    ("comments", 1200, { "```swift\n" + String(repeating: "/*/ ", count: $0) + "\n```" }),
    ("slashes", 1200, { "```swift\n" + String(repeating: "#/ / ", count: $0) + "\n```" }),
    (
      "quotation marks", 1200, { "```python\n" + String(repeating: "'\"\"\"", count: $0) + "\n```" }
    ),
    ("long word", 1200, { String(repeating: "a", count: $0) + String(repeating: " b", count: $0) }),
    ("tight items", 200, { String(repeating: "- a\n", count: $0) }),
    ("emphasis", 400, { String(repeating: "*a* **b** `c` ", count: $0) }),
    (
      "links that lead nowhere", 120,
      { count in
        (0..<count).map { "# h\($0)\n\n[a](#x\($0))\n\n" }.joined()
      }
    ),
  ]

  static let formats: [(String, @Sendable (Notebook, NotebookResult) throws -> Void)] = [
    ("HTML", { _ = HTMLReport.render($0, $1) }), ("text", { _ = TextReport.render($0, $1) }),
    ("Markdown", { _ = MarkdownReport.render($0, $1) }),
    ("ipynb", { _ = try IpynbReport.render($0, $1) }),
    ("warnings", { _ = ReportProblems.of($0, $1) }),
  ]

  @Test(.timeLimit(.minutes(2)), arguments: inputs.map(\.name))
  func `writing takes time in proportion to the text`(name: String) throws {
    let input = try #require(Self.inputs.first { $0.name == name })
    let pages = try [input.size, 4 * input.size].map { size -> (Notebook, NotebookResult) in
      let notebook = try NotebookReader.parse(input.text(size), path: "n.md")
      let cell = CellResult(status: .succeeded, outputs: [.standardOutput("a\n")])
      return (
        notebook,
        NotebookResult(
          cells: notebook.cells.map { _ in cell }, inlineValues: [], parameters: [], seed: 0,
          failures: [])
      )
    }
    for (format, write) in Self.formats {
      let times = try pages.map { notebook, result in
        try (0..<2).map { _ in try seconds { try write(notebook, result) } }.min() ?? 0
      }
      // What takes no time at all has none to grow.
      #expect(times[1] < 9 * max(times[0], 0.0005), "\(format): \(times[0]) s, then \(times[1]) s")
    }
  }

  /// Seconds of this thread's time.
  private func seconds(_ work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    try work()
    return now() - start
  }
}
