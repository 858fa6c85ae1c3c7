import Charts
import Foundation
import Notebooks
import Runs
import Testing

@testable import Reports

/// Warnings that only rendering can know.
@Suite struct ReportProblemsTests {
  func warned(_ text: String, path: String = "n.md", _ outputs: [CellOutput] = []) throws
    -> [String]
  {
    let notebook = try NotebookReader.parse(text, path: path)
    let result = NotebookResult(
      cells: [CellResult(status: .succeeded, outputs: outputs)], inlineValues: [], parameters: [],
      seed: 0, failures: [])
    return ReportProblems.of(notebook, outputs.isEmpty ? nil : result).map { problem in
      #expect(problem.severity == .warning)
      let place = problem.location.map { "\($0.line):\($0.column)" } ?? ""
      return "\(place) \(problem.message) | \(problem.advice ?? "")"
    }
  }

  static let unread = "the formula cannot be read and is shown as typed"

  @Test func `a formula that cannot be read is told with its place and the parser's advice`() throws
  {
    let text = """
      # T

      $a \\lt b$, $\\argmni_x$ and
      *$\\frac{1}{2$*, $\\eqref{e}$.

      | $\\qqad$ |
      |---|

      $$
      a \\\\
      \\newcommand{\\R}{\\mathbb R}
      $$ {#eq-a}

      ```swift
      //| caption: Of $\\zzzzzz$.
      1
      ```
      """
    let found = try warned(text)
    #expect(
      found == [
        "3:12 \(Self.unread) | \\argmni is unknown; did you mean \\argmin?",
        "4:2 \(Self.unread) | } is missing at the end",
        "4:17 \(Self.unread) | \\eqref{e} leads nowhere from a formula; write @eq-name in the text",
        "6:3 \(Self.unread) | \\qqad is unknown; did you mean \\qquad?",
        "9:1 \(Self.unread) | \\newcommand is not read; write the command out where it is used",
        "14:1 \(Self.unread) | \\zzzzzz is unknown; write the name of an operator as "
          + "\\operatorname{…}",
      ])
  }

  @Test func `what a cell computed is looked at too`() throws {
    let text = "# T\n\n```swift\n1\n```\n"
    #expect(
      try warned(text, [.figure(.group([.markdown("$\\argmni$ [a](#b) c[^1]")], columns: 1))]) == [
        "3:1 \(Self.unread) | \\argmni is unknown; did you mean \\argmin?",
        "3:1 footnotes are not read, and stand as typed | Put the words in parentheses, or in a "
          + "sentence of their own.",
        "3:1 the link leads to `#b`, and nothing in this notebook has that name | Headings are named "
          + "by their words in small letters, joined by hyphens; cells by their labels.",
      ])
  }

  @Test(arguments: [
    ("[a](#the-method)", nil), ("[a](#sec-own)", nil), ("[a](#fig-a)", nil), ("[a](#eq-a)", nil),
    ("[a](#)", nil), ("[a](https://x.org/#b)", nil), ("[a](/b.md)", nil), ("[a](mailto:x.md)", nil),
    ("[a](data.csv#x)", nil), ("[a](#%C3%A9)", nil),
    (
      "[a](#the-metod)",
      "`#the-metod`, and nothing in this notebook has that name | Did you mean #the-method?"
    ),
    ("[a](#The-method)", "`#The-method`, and nothing"),
    ("<b id=x></b> [a](#x)", "`#x`, and nothing"),
    ("[a](other.md)", nil), ("[a](other.html#results)", nil), ("[a](./other.volatile.html)", nil),
    ("[a](sub/deep.html)", nil), ("[a](index.html)", nil), ("[a](my%20file.md)", nil),
    ("[a](othr.md)", "`othr.md`, and there is no such notebook | Did you mean other.md?"),
    ("[a](othr.html#x)", "`othr.html`, and there is no such notebook | Did you mean other.html?"),
    ("[a](sub/other.md)", "`sub/other.md`, and there is no such notebook"),
    (
      "[a](other.html#result)",
      "`#result`, and nothing in `other.html` has that name | Did you mean #results?"
    ),
    ("[a](other.md#x)", "`#x`, and nothing in `other.md` has that name"),
  ])
  func `a link to a heading or a notebook that does not exist is told`(
    link: String, warning: String?
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("links-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
    for name in ["other.md", "my file.md", "sub/deep.md"] {
      try Data("# O\n\n## Results\n".utf8).write(to: folder.appendingPathComponent(name))
    }
    let text = """
      # T

      ## The method

      ## Own {#sec-own}

      ### é

      $$a$$ {#eq-a}

      ```swift
      //| label: fig-a
      1
      ```

      See \(link).
      """
    let path = folder.appendingPathComponent("n.md").path
    let found = try warned(text, path: path)
    guard let warning else { return #expect(found == []) }
    #expect(found.count == 1)
    #expect(found.first?.contains(" the link leads to " + warning) == true, "\(found)")
    #expect(found.first?.hasPrefix("16:") == true)
  }

  @Test func `raw HTML that is passed on has places to lead to`() throws {
    #expect(try warned("---\nhtml: allow\n---\n<b id=\"x\"></b> [a](#x)\n\n<div id='y z'>\n") == [])
  }

  @Test(arguments: [
    "02-vanishing-gradient", "04-forget-gate", "08-attention", "10-beam-search",
    "13-rnn-against-transformer", "14-word-embeddings", "17-language-model",
  ])
  func `the notebooks of the project have no warnings`(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "notebooks")
    let notebook = try NotebookReader.read(path: folder.appending(path: name + ".md").path)
    #expect(notebook.warnings.map(\.description) == [])
    #expect(ReportProblems.of(notebook).map(\.description) == [])
  }
}
