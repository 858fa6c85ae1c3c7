import Basics
import Charts
import Notebooks
import Runs
import Testing

@testable import Reports

/// Pages of random documents: whole in every format, whatever stands in them.
@Suite struct RandomPagesTests {
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  static let pieces = [
    "\n", "\n\n", " ", "> ", "- ", "1. ", "## ", "---\n", "***\n", "word ", "*", "**", "`c`",
    "`{swift} v`",
    "$x$", "$\\qqq$", "\n\n$$a$$ {#eq-a}\n\n", "@eq-a", "\n\n## S {#sec-a}\n\n", "[@Sec-a]",
    "@fig-a",
    "\n\n```swift\n//| label: fig-a\n//| caption: \"*c* $x$\"\n1\n```\n\n",
    "\n\n```{swift}\n//| label: tbl-a\n//| caption: |\n//|   a @fig-a\n//|\n//|   - b\n2\n```\n\n",
    "\n\n|a|b|\n|-|-|\n|c|\n---\n", "[l](https://a.org/$b)", "[m](#sec-a)", "![i](", "<b>",
    "\u{1B}[31m",
    "\u{202E}", "&", "[^1]", "{#", "\\", "~~~text\n", "~~~\n",
  ]

  @Test(arguments: 1...12)
  func `a random page is well-formed and free of controls`(seed: UInt64) throws {
    var generator = Generator(state: seed)
    for round in 0..<12 {
      var text = ""
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        text += Self.pieces.randomElement(using: &generator) ?? ""
      }
      guard let notebook = try? NotebookReader.parse(text, path: "n.md") else { continue }
      let fragment = Self.pieces.shuffled(using: &generator).prefix(12).joined()
      let outputs: [CellOutput] = [.figure(.markdown(fragment)), .standardOutput(fragment)]
      let failure = Failure(
        kind: .trap, message: fragment, location: notebook.inlineValues.first?.location)
      let result = NotebookResult(
        cells: notebook.cells.map { _ in CellResult(status: .succeeded, outputs: outputs) },
        inlineValues: notebook.inlineValues.map { _ in nil }, parameters: [], seed: 0,
        failures: notebook.inlineValues.isEmpty ? [] : [failure])
      let name = "seed \(seed), round \(round): \(text)"
      let elements = try PageTests.elements(of: HTMLReport.render(notebook, result))
      let ids = elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count, "\(name)")
      for element in elements where element.attributes["class"] == "ref" {
        let address = element.attributes["href"] ?? ""
        #expect(ids.contains(String(address.dropFirst())), "\(address), \(name)")
      }
      let texts = [
        TextReport.render(notebook, result), MarkdownReport.render(notebook, result),
        try IpynbReport.render(notebook, result),
      ]
      for text in texts { #expect(!ControlCharacters.contains(text), "\(name)") }
      _ = ReportProblems.of(notebook, result)
    }
  }
}
