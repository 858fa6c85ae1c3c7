import Basics
import Charts
import Foundation
import Runs
import Notebooks
import Testing

@testable import Reports

@Suite struct MarkdownTests {
  /// Prose that is written as Markdown and read again.
  static let texts = [
    "plain words\nin two lines  \nwith a hard break",
    "a\\*b\\*, snake_case, \\_a\\_, \\[x\\](y), \\<b\\>, \\&amp; \\$5\\$ \\~~no\\~~ \\`c\\` \\\\",
    "\\# no heading\n\\- no item\n\\> no quote\n1\\. no number\n\\=\n\\+ no",
    "*em* **strong** ***both*** `code` `` a`b `` ` `` `",
    "[link](https://example.org/a_b \"a \\\"title\\\"\") \\![no image](b)",
    "[c](<a b>) [d](x\\(y)",
    "- a\n- b\n  - c\n  - d\n- e", "- a\n\n- b\n\n  more\n\n  > quote\n  >\n  > two",
    "3. three\n4. four\n   ```text\n   code\n   ```\n5. five", "- a\n\n* b\n\n1. c\n\n1) d",
    "-\n- b", ">", "> a\n\n> b", "- > q\n- # h", "* ***\n* b",
    "| a | b |\n|:--|--:|\n| `x\\|y` | \\* |\n| | *e* |",
    "## One \\#\n\n### Two *em*\n\n#### Three",
    "````text\n```\n````", "    indented\n\n    code", "$a_b$ and\n\n$$\\sum_i x_i$$",
    "text\n***\nmore", "Ends with \\\\\n\n!\n\n\\![a](b)",
  ]

  @Test("Prose reads back as it was", arguments: texts)
  func roundTrip(text: String) throws {
    let source = "# T\n\n" + text + "\n"
    let (notebook, result) = try ReportsTests.page(source, [])
    let written = MarkdownReport.render(notebook, result)
    let head = "# T\n\nRun with `seed = 0`.\n"
    #expect(written.hasPrefix(head))
    let (again, _) = try ReportsTests.page("# T\n" + written.dropFirst(head.count), [])
    #expect(
      HTMLReport.render(again, result) == HTMLReport.render(notebook, result), "\(written)")
  }

  @Test("Unsafe links and raw HTML are left out")
  func unsafe() throws {
    let (notebook, result) = try ReportsTests.page(
      "# T\n\n[x](javascript:alert(1)) <b onclick=\"x\">bold</b>\n\n<script>alert(1)</script>\n", []
    )
    let text = MarkdownReport.render(notebook, result)
    #expect(!text.contains("javascript") && !text.contains("<"))
    var open = notebook
    open.frontMatter.allowsHTML = true
    #expect(MarkdownReport.render(open, result).contains("<script>alert(1)</script>"))
  }

  @Test("What cells print cannot end its fence, nor open an element")
  func fences() throws {
    let evil = "```\n</details><script>alert(1)</script>\n````\n"
    var (notebook, result) = try ReportsTests.page(
      "# T\n\n`{swift} v`\n\n```swift\n//| echo: fold\n1\n```\n",
      [
        CellResult(
          status: .failed(
            Failure(kind: .trap, message: evil, notes: [.init(location: nil, message: evil)])),
          outputs: [.standardOutput(evil), .figure(.text(evil)), .figure(.markdown(evil))])
      ], inlineValues: [evil])
    notebook.cells[0].code = evil
    notebook.frontMatter.title = evil
    notebook.frontMatter.description = evil
    notebook.frontMatter.author = evil
    let text = MarkdownReport.render(notebook, result)
    // Reading it again finds no element but the folding that the report itself wrote.
    let again = try NotebookReader.parse(text, path: "again.md")
    let html = again.document.events.compactMap { event -> String? in
      switch event {
      case .leaf(.htmlBlock(let html), _), .leaf(.htmlInline(let html), _): html
      default: nil
      }
    }
    #expect(html.allSatisfy { !$0.contains("<script") }, "\(html)")
    #expect(html.contains { $0.contains("<details>") })
  }

  @Test("Embedded images are part of the file, others become links")
  func images() throws {
    var (notebook, result) = try ReportsTests.page("# T\n", [])
    let place = Basics.SourceLocation(file: "", line: 1)
    for destination in ["a.png", "https://example.org/b.png", "javascript:x"] {
      let image = Document.Container.image(destination: destination, title: "")
      notebook.document.events += [
        .enter(.paragraph, place), .enter(image, place), .leaf(.text("alt"), place),
        .leave(image), .leave(.paragraph),
      ]
    }
    notebook.images["a.png"] = EmbeddedImage(mediaType: "image/png", bytes: Data([1, 2, 3]))
    let text = MarkdownReport.render(notebook, result)
    #expect(text.contains("\n![alt](data:image/png;base64,AQID)\n"))
    #expect(text.contains("\n[alt](https://example.org/b.png)\n"))
    #expect(text.hasSuffix("\nalt\n"))
  }
}
