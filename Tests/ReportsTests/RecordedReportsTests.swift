import Foundation
import Runs
import Notebooks
import Reports
import Testing

/// Reports compared with recorded ones. `UNROLL_RECORD=1 swift test --filter RecordedReportsTests`
/// records them anew, beside this file.
@Suite struct RecordedReportsTests {
  /// What is written of one notebook, by the name of the recorded file.
  static let formats: [String: @Sendable (Notebook, NotebookResult) throws -> String] = [
    "everything.html": { HTMLReport.render($0, $1) },
    "everything.volatile.html": { try #require(HTMLReport.renderVolatile($0, $1)) },
    "everything.txt": { TextReport.render($0, $1) },
    "everything.out.md": { MarkdownReport.render($0, $1) },
    "everything.ipynb": { try IpynbReport.render($0, $1) },
    "index.html": { IndexPage.render([IndexEntry($0, $1)]) },
  ]

  @Test("A report has the bytes that were recorded", arguments: formats.keys.sorted())
  func recorded(file: String) throws {
    let (notebook, result) = try Sample.everything()
    let write = try #require(Self.formats[file])
    let text = try write(notebook, result)
    if ProcessInfo.processInfo.environment["UNROLL_RECORD"] == "1" {
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
      try Data(text.utf8).write(to: folder.appending(path: file))
      return
    }
    let known = try String(decoding: Data(contentsOf: Sample.fixture(file)), as: UTF8.self)
    // The whole texts would flood the log: the first line that differs says enough.
    let pairs = zip(known.split(separator: "\n"), text.split(separator: "\n"))
    let first = pairs.first { $0 != $1 }
    #expect(text == known, "first difference: \(first.map { "\($0) → \($1)" } ?? "the length")")
  }

  @Test("No report names folders of the notebook", arguments: formats.keys.sorted())
  func noFolders(file: String) throws {
    var (notebook, result) = try Sample.everything()
    let write = try #require(Self.formats[file])
    let here = try write(notebook, result)
    notebook.path = "/elsewhere/of/somebody/everything.md"
    result.cells = result.cells.map(Self.moved)
    #expect(try write(notebook, result) == here)
  }

  private static func moved(_ cell: CellResult) -> CellResult {
    guard case .failed(var failure) = cell.status else { return cell }
    failure.location?.file = "/elsewhere/of/somebody/everything.md"
    for index in failure.notes.indices {
      failure.notes[index].location?.file = "/elsewhere/of/somebody/everything.md"
    }
    var cell = cell
    cell.status = .failed(failure)
    return cell
  }
}
