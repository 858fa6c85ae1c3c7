import Basics
import Charts
import Foundation
import Notebooks
import Publishing
import Runs
import Synchronization

/// A folder of its own with notebooks, and a runner that starts no process.
final class Scratch: Sendable {
  let path: String
  /// What was told, in order.
  let told = Mutex<[PublishingEvent]>([])
  /// The notebooks that were run.
  let ran = Mutex<[String]>([])

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "unroll-publishing-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: path + "/notebooks", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var notebooks: String { path + "/notebooks" }
  var output: String { path + "/out" }

  func add(_ name: String, _ text: String? = nil) throws {
    try Data((text ?? "# Title of \(name)\n\n```swift\n1\n```\n").utf8)
      .write(to: URL(filePath: notebooks + "/\(name).md"))
  }

  func read(_ file: String) -> String? {
    FileManager.default.contents(atPath: output + "/" + file)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: output + "/" + file))
  }

  var listing: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []).sorted()
  }

  /// Every cell prints its own code, and one with the word `fails` fails.
  func run(_ notebook: Notebook) throws -> NotebookRun {
    ran.withLock { $0.append(notebook.name) }
    var failures: [Failure] = []
    let cells = notebook.cells.map { cell -> CellResult in
      let outputs: [CellOutput] = [.standardOutput(cell.code)]
      guard cell.code.contains("fails") else {
        return CellResult(status: .succeeded, outputs: outputs)
      }
      let failure = Failure(kind: .trap, message: "it fails", location: cell.fenceLocation)
      failures.append(failure)
      return CellResult(status: .failed(failure), outputs: outputs)
    }
    let heard: [Problem] = notebook.cells.filter { $0.code.contains("warned") }.map {
      Problem(.compile, .warning, at: $0.fenceLocation, "a variable was never used")
    }
    return NotebookRun(
      NotebookResult(
        cells: cells, inlineValues: [], parameters: [], seed: notebook.frontMatter.seed,
        failures: failures), heard: heard)
  }

  /// Renders notebooks by name, or the whole folder.
  @discardableResult
  func render(
    _ names: [String] = [], formats: [ReportFormat] = [.html], junit: String? = nil,
    isStrict: Bool = false, jobs: Int = 1
  ) throws -> Publishing.ExitStatus {
    let arguments = names.isEmpty ? [notebooks] : names.map { notebooks + "/\($0).md" }
    let plan = try RenderPlan(
      .find(arguments), formats: formats, into: output, junit: junit,
      read: { try NotebookReader.read(path: $0) })
    var publisher = Publisher(
      plan, run: { try self.run($0) }, tell: { event in self.told.withLock { $0.append(event) } })
    publisher.junit = junit
    publisher.isStrict = isStrict
    publisher.jobs = jobs
    return try publisher.publish()
  }

  /// Compares with what is recorded.
  func check(_ names: [String] = []) throws -> Publishing.ExitStatus {
    let arguments = names.isEmpty ? [notebooks] : names.map { notebooks + "/\($0).md" }
    return try Checker(
      output, run: { try self.run($0) }, tell: { event in self.told.withLock { $0.append(event) } }
    ).check(.find(arguments), read: { try NotebookReader.read(path: $0) })
  }

  /// The warnings and errors that were told since they were last asked for.
  func complaints() -> [String] {
    told.withLock { told in
      defer { told = [] }
      return told.compactMap { event in
        switch event {
        case .warning(let problem): problem.description
        case .failure(let message): message
        case .written, .drawn, .sameBytes: nil
        }
      }
    }
  }

  /// Whether every file that the digests name has the bytes that they say.
  func digestsHold() throws -> Bool {
    let entries = try Digests.parse(read(Digests.file) ?? "")
    return entries.allSatisfy { entry in
      read(entry.name).map { SHA256.hexadecimal($0.utf8) } == entry.digest
    }
  }

  var recordedFiles: [String] {
    get throws { try Digests.parse(read(Digests.file) ?? "").map(\.name) }
  }
}
