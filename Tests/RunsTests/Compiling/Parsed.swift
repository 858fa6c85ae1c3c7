import Foundation
import Notebooks

@testable import Runs

/// A notebook of cells with what the compiler's parser says of them.
struct Parsed {
  var notebook: Notebook
  var source: BatchSource

  /// A notebook called `n.md` of these cells, below a front matter.
  init(_ codes: [String], frontMatter: String = "") throws {
    let cells = codes.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
    try self.init(text: frontMatter + cells)
  }

  init(text: String, path: String = "n.md") throws {
    try self.init(NotebookReader.parse(text, path: path))
  }

  init(_ notebook: Notebook) throws {
    self.notebook = notebook
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "unroll-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    source = BatchSource(
      notebook: notebook,
      analyses: try CellAnalysis.of(
        notebook.cells.map(\.code),
        toolchain: try Toolchain.find(memory: CacheFolder(path: folder)), in: folder),
      file: "n.md")
  }

  var analyses: [CellAnalysis] { source.analyses }
  var batches: [Batch] { Batch.plan(notebook, analyses: analyses) }

  /// The text of the last batch.
  func lastText(_ repairs: Repairs = Repairs()) -> String {
    let batches = batches
    return source.text(
      of: batches[batches.count - 1], after: Array(batches.dropLast()), repairs: repairs)
  }

  /// What is repaired in the last batch after the compiler said something.
  func repairs(after said: String, done: Repairs = Repairs()) -> Repairs? {
    let batches = batches
    return RepairReader(
      source: source, batch: batches[batches.count - 1], earlier: Array(batches.dropLast())
    ).repairs(after: done, CompilerDiagnostic.list(in: said))
  }
}
