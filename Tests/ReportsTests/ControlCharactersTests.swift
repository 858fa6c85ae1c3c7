import Basics
import Charts
import Foundation
import Notebooks
import Runs
import Testing

@testable import Reports

@Suite struct ControlCharactersTests {
  @Test(arguments: [
    ("plain ä 日 \u{200F}\u{200E}\u{AD}", "plain ä 日 \u{200F}\u{200E}\u{AD}"),
    ("a\tb\nc", "a\tb\nc"), ("a\r\nb\rc", "a\nb␍c"), ("\u{1B}[31mred", "␛[31mred"),
    ("\u{0}\u{7}\u{8}\u{B}\u{C}\u{7F}", "␀␇␈␋␌␡"), ("\u{85}\u{9B}31m", "��31m"),
    ("\u{202E}rtl\u{202C} \u{2066}x\u{2069}", "�rtl� �x�"),
    ("\u{2029}\u{202F}", "\u{2029}\u{202F}"),
  ])
  func `what a terminal would obey is shown`(text: String, shown: String) {
    #expect(ControlCharacters.visible(text) == shown)
    #expect(
      ControlCharacters.contains(text)
        == text.unicodeScalars.contains { scalar in
          ControlCharacters.isObeyed(scalar)
        })
    #expect(!ControlCharacters.contains(ControlCharacters.visible(text)))
  }

  @Test func `every control is obeyed by no one`() {
    let all = (0..<0x3000).compactMap { Unicode.Scalar($0 as Int) }
    let controls = all.filter(ControlCharacters.isObeyed)
    #expect(controls.count == 30 + 33 + 9)
    for control in controls {
      #expect(ControlCharacters.contains("a\(control)b"))
      #expect(!ControlCharacters.visible("a\(control)b").unicodeScalars.contains(control))
    }
  }

  static let evil =
    "\u{1B}[31mred\u{1B}]0;title\u{7} \u{9B}31m \u{202E}rtl\u{2066} \u{85}\u{7F}\u{B}\u{8}"

  /// Every text that an author, a cell or the system can put into a report.
  func page() throws -> (Notebook, NotebookResult) {
    let evil = Self.evil
    var (notebook, result) = try ReportsTests.page(
      """
      # T \(evil)

      Prose \(evil) `\(evil)` [link](https://x.org/\(evil) "\(evil)") `{swift} a` `{swift} b` $\(evil)$

      ## Heading \(evil)

      ```text
      \(evil)
      ```

      | \(evil) |
      |---|

      ```swift
      //| label: fig-a
      print(1) // \(evil)
      ```
      """, [], inlineValues: [evil])
    notebook.frontMatter.title = evil
    notebook.frontMatter.description = evil
    notebook.frontMatter.author = evil
    notebook.frontMatter.date = evil
    notebook.cells[0].options.caption = evil
    notebook.cells[0].options.alt = evil
    let place = Basics.SourceLocation(file: "n.md", line: 3)
    let failure = Failure(
      kind: .thrownError, message: evil, location: place,
      notes: [.init(location: place, message: evil)], advice: evil)
    result.parameters = [.init(name: "p", value: .string(evil), location: place)]
    result.failures = [failure]
    let chart = Chart(evil, subtitle: evil, x: evil, y: evil).line([1, 2], [1, 2], name: evil)
    result.cells = [
      CellResult(
        status: .failed(failure),
        outputs: [
          .standardOutput(evil), .standardError(evil), .figure(.text(evil)),
          .figure(.markdown(evil)), .figure(.chart(chart)),
          .figure(
            .table(Table(evil, columns: [.init(evil)], rows: [[evil]]))),
          .truncated(stream: evil, keptBytes: 1),
        ])
    ]
    return (notebook, result)
  }

  @Test func `a report for a terminal holds none of them`() throws {
    let (notebook, result) = try page()
    for text in [TextReport.render(notebook, result), MarkdownReport.render(notebook, result)] {
      let found = text.unicodeScalars.filter(ControlCharacters.isObeyed)
      #expect(found.isEmpty, "\(found.map { String($0.value, radix: 16) })")
      #expect(text.replacing("\\", with: "").contains("Prose ␛[31mred␛]0;title␇"))
    }
  }

  @Test func `a notebook for Jupyter holds none of them in any text`() throws {
    let (notebook, result) = try page()
    let json = try IpynbReport.render(notebook, result)
    #expect(!ControlCharacters.contains(json))
    var waiting: [Any] = [try JSONSerialization.jsonObject(with: Data(json.utf8))]
    var count = 0
    while let next = waiting.popLast() {
      switch next {
      case let list as [Any]: waiting += list
      case let object as [String: Any]: waiting += object.values.map { $0 }
      case let text as String:
        count += 1
        #expect(!ControlCharacters.contains(text), "\(text)")
      default: break
      }
    }
    #expect(count > 30)
  }
}
