import Charts
import Runs
import Notebooks
import Testing

@testable import Reports

@Suite struct TextReportTests {
  @Test("Lines keep to the width, whatever it is", arguments: [60, 80, 120])
  func width(width: Int) throws {
    let (notebook, result) = try Sample.everything()
    let text = TextReport.render(notebook, result, width: width)
    for line in text.split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
      #expect(line.last != " ")
    }
  }

  @Test("A text report holds every word of the prose, and no output that may differ")
  func words() throws {
    let (notebook, result) = try Sample.everything()
    let text = TextReport.render(notebook, result, width: 200)
    for words in [
      "The loss of Figure 1 ends at 1.68 nats", "Figure 1: Loss over 60 steps", "Table 1:",
      "Expected: Error", "✗ The cell stopped at everything.md:88", "(not run",
    ] {
      #expect(text.contains(words), "\(words) is missing")
    }
    #expect(!text.contains("17 ms"))
  }
}
