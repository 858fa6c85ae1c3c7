import Basics
import Charts
import Foundation
import Runs
import Notebooks
import Testing

/// A notebook with every kind of output, as running its cells would give them.
enum Sample {
  static func everything() throws -> (Notebook, NotebookResult) {
    let text = try String(contentsOf: fixture("everything.md"), encoding: .utf8)
    let notebook = try NotebookReader.parse(text, path: "notebooks/everything.md")
    let result = NotebookResult(
      cells: cells, inlineValues: ["1.68", nil], parameters: notebook.frontMatter.parameters,
      seed: notebook.frontMatter.seed, failures: [failure])
    return (notebook, result)
  }

  static func fixture(_ name: String) throws -> URL {
    try #require(
      Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil),
      "\(name) is not recorded: run with UNROLL_RECORD=1")
  }

  private static let failure = Failure(
    kind: .trap, message: "matmul: x is [32, 64] and y is [128, 256]",
    location: Basics.SourceLocation(file: "notebooks/everything.md", line: 88, column: 11),
    notes: [
      .init(
        location: Basics.SourceLocation(file: "notebooks/everything.md", line: 41),
        message: "called from here")
    ],
    advice: "The columns of x (64) must equal the rows of y (128).")

  private static var cells: [CellResult] {
    let steps = Array(0..<60)
    let loss = steps.map { 1.45 + 4.05 / (1 + Double($0) / 12) }
    let chart = Chart("The LSTM learns", x: "step", y: "loss (nats)")
      .line(steps, loss, name: "train").line(steps, loss.map { $0 * 0.9 }, name: "validation")
    let heatmap = Heatmap(
      "Attention", values: [[0.9, 0.1], [0.3, 0.7]], rows: ["a", "b"], columns: ["a", "b"])
    let table = Table(
      columns: ["model", .number("perplexity", best: .lowest)],
      rows: [["LSTM", 4.1], ["GRU", 4.3]])
    let expected = Failure(kind: .thrownError, message: "Expected()", isExpected: true)
    return [
      CellResult(
        status: .succeeded,
        outputs: [
          .standardOutput("10 %\r100 %\n"), .standardOutput("3 symbols\n"),
          .standardError("a warning\n"), .truncated(stream: "standard output", keptBytes: 19),
        ]),
      CellResult(status: .succeeded, outputs: [.figure(.chart(chart))]),
      CellResult(
        status: .succeeded,
        outputs: [.figure(.group([.heatmap(heatmap), .heatmap(heatmap)], columns: 2))]),
      CellResult(status: .succeeded, outputs: [.figure(.table(table))]),
      CellResult(
        status: .succeeded,
        outputs: [
          .figure(.text("plain ``` text")), .figure(.markdown("A **computed** sentence:\n\n- one")),
        ]),
      CellResult(status: .failed(expected)),
      CellResult(status: .succeeded, outputs: [.standardOutput("took 17 ms\n")]),
      CellResult(status: .shownOnly),
      CellResult(status: .failed(failure)),
      CellResult(status: .notRun(.failureAbove)),
    ]
  }
}
