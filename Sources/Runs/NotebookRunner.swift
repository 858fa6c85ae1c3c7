internal import Basics
internal import Foundation
internal import CellMessages
public import Notebooks

/// Runs a notebook: from the cache where nothing above changed, otherwise compiled and run from the top.
public struct NotebookRunner: Sendable {
  let notebook: Notebook
  let options: RunOptions
  let observe: @Sendable (RunEvent) -> Void

  /// A runner of a notebook whose parameters and seed are set.
  public init(
    _ notebook: Notebook, options: RunOptions, observe: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.notebook = notebook
    self.options = options
    self.observe = observe
  }

  /// Runs it. What goes wrong in a cell is in the result; what keeps cells from running is thrown.
  public func run() throws -> NotebookResult {
    let folder = (notebook.path as NSString).deletingLastPathComponent
    let notebookFolder = folder.isEmpty ? "." : folder
    var cache = CacheFolder(besideNotebooksIn: notebookFolder)
    var usesCache = options.usesCache
    if !cache.prepare() {
      // A folder that cannot be written: the modules still need a place.
      cache = CacheFolder(besideNotebooksIn: NSTemporaryDirectory() + "unroll-\(getuid())")
      _ = cache.prepare()
      usesCache = false
    }
    let engine = try Toolchain.engine()
    let toolchain = try Toolchain.find(cacheFolder: cache.path)
    let keys = StepKeys(notebook, toolchain: toolchain, engine: engine)
    let results = ResultCache(folder: cache, notebookFolder: notebookFolder)
    if usesCache, let records = reusable(keys, results) { return assemble(records, failures: []) }
    if !usesCache { explainAll("not reused: --no-cache") }
    return try withWorkFolder { work in
      try execute(
        RunContext(
          toolchain: toolchain, engine: engine, cache: cache, results: results, keys: keys,
          usesCache: usesCache, workFolder: work, notebookFolder: notebookFolder))
    }
  }

  /// All records if every step can be reused.
  private func reusable(_ keys: StepKeys, _ results: ResultCache) -> [Int: StepRecord]? {
    var records: [Int: StepRecord] = [:]
    var reason: String?
    for (index, step) in notebook.steps.enumerated() {
      if case .cell(let cell) = step, !notebook.cells[cell].options.run {
        records[index] = StepRecord()
        continue
      }
      if reason == nil {
        if let record = results.record(for: keys.keys[index]) {
          let changed = results.changedDependencies(record)
          if changed.isEmpty {
            records[index] = record
          } else {
            reason = "\(changed.joined(separator: ", ")) changed"
          }
        } else {
          reason = "new, or changed here, or in its parameters, seed, compiler or engine"
        }
        explain(step, reason.map { "run: \($0)" } ?? "reused")
      } else {
        explain(step, "run: a cell above it is run")
      }
    }
    return reason == nil ? records : nil
  }

  private func explain(_ step: Notebook.Step, _ text: String) {
    switch step {
    case .cell(let cell):
      let cell = notebook.cells[cell]
      let name = cell.options.label.map { "cell \"\($0)\": " } ?? "cell: "
      observe(.explanation(cell.fenceLocation, name + text))
    case .inlineValue(let value):
      observe(.explanation(notebook.inlineValues[value].location, "inline value: " + text))
    }
  }

  private func explainAll(_ text: String) {
    for step in notebook.steps { explain(step, text) }
  }

  private func withWorkFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let path = NSTemporaryDirectory() + "/unroll-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Problem(
        .environment, "no temporary folder can be made in \(NSTemporaryDirectory())",
        advice: "Set TMPDIR to a folder that can be written.", underlying: "\(error)")
    }
    WorkFolders.add(path)
    defer { WorkFolders.remove(path) }
    return try body(path)
  }

  /// The result of a run from what the steps gave.
  func assemble(
    _ records: [Int: StepRecord], statuses: [Int: CellResult.Status] = [:], failures: [Failure]
  ) -> NotebookResult {
    var cells = [CellResult](
      repeating: CellResult(status: .notRun(.failureAbove)), count: notebook.cells.count)
    var inline = [String?](repeating: nil, count: notebook.inlineValues.count)
    for (index, step) in notebook.steps.enumerated() {
      let record = records[index]
      switch step {
      case .cell(let cell):
        let notRun = CellResult.Status.notRun(.ofStep(index, failed: statuses.keys))
        var status = statuses[index] ?? (record == nil ? notRun : .succeeded)
        if !notebook.cells[cell].options.run { status = .shownOnly }
        if var failure = record?.expectedFailure {
          failure.location?.file = notebook.path
          for note in failure.notes.indices { failure.notes[note].location?.file = notebook.path }
          status = .failed(failure)
        }
        cells[cell] = CellResult(status: status, outputs: record?.outputs ?? [])
      case .inlineValue(let value):
        inline[value] = record?.inlineText
      }
    }
    return NotebookResult(
      cells: cells, inlineValues: inline, parameters: notebook.frontMatter.parameters,
      seed: notebook.frontMatter.seed, failures: failures)
  }
}

/// What a run needs beside the notebook.
struct RunContext {
  var toolchain: Toolchain
  var engine: Toolchain.Engine
  var cache: CacheFolder
  var results: ResultCache
  var keys: StepKeys
  var usesCache: Bool
  var workFolder: String
  var notebookFolder: String
}
