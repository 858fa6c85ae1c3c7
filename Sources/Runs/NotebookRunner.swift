internal import Basics
internal import Foundation
internal import Glibc
public import Notebooks

/// Runs a notebook: from the store where nothing has changed, otherwise compiled and run.
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
    let work = try WorkFolders.make()
    defer { WorkFolders.remove(work) }
    var cache = CacheFolder(besideNotebooksIn: notebookFolder)
    var usesCache = options.usesCache
    if !cache.prepare() {
      // A folder that cannot be written: the compiler's modules still need a place, and nothing is kept.
      cache = CacheFolder(path: work + "/cache")
      _ = cache.prepare()
      usesCache = false
    }
    let engine = try Toolchain.engine(memory: cache)
    let toolchain = try Toolchain.find(memory: cache)
    let context = RunContext(
      toolchain: toolchain, engine: engine, cache: cache, store: ResultStore(folder: cache),
      keys: StepKeys(notebook, toolchain: toolchain, engine: engine), usesCache: usesCache,
      workFolder: work, notebookFolder: notebookFolder, files: FileView(folder: notebookFolder),
      environment: environment())
    let plan = plan(context)
    for (place, text) in plan.explanation(of: notebook) { observe(.explanation(place, text)) }
    guard plan.runsAnything else { return reused(plan, context) }
    return try execute(plan, context)
  }

  private func plan(_ context: RunContext) -> RunPlan {
    guard context.usesCache else { return RunPlan(withoutCache: notebook) }
    let surroundings = context.surroundings
    return RunPlan(
      notebook,
      known: context.keys.keys.map { key in
        guard let record = context.store.record(for: key) else { return .nothing }
        return .record(
          record,
          changed: record.inputs.filter { surroundings.found($0.kind, $0.name) != $0.found }
            .map(\.name),
          lost: record.written.filter { surroundings.written($0.key) != $0.value }.keys.sorted())
      })
  }

  /// The result of a plan that runs nothing; what its authors were told is told again.
  private func reused(_ plan: RunPlan, _ context: RunContext) -> NotebookResult {
    let records = plan.reused
    for (index, record) in records.sorted(by: { $0.key < $1.key }) {
      warn(of: record, at: index)
    }
    return NotebookResult(notebook, records: records, statuses: [:], failures: [])
  }

  private func warn(of record: StepRecord, at index: Int) {
    var isVolatile = false
    if case .cell(let cell) = notebook.steps[index] {
      isVolatile = notebook.cells[cell].options.isVolatile
    }
    var told: Set<String> = []
    for warning in record.warnings {
      var place = warning.location
      place.file = notebook.path
      place.line += notebook.location(of: notebook.steps[index]).line
      observe(.warning(place, warning.message))
    }
    for source in record.sources {
      guard let words = source.warning(isVolatile: isVolatile),
        told.insert(source.source.rawValue).inserted
      else { continue }
      observe(.warning(notebook.location(of: notebook.steps[index]), words))
    }
  }

  /// The environment of the cells' process.
  private func environment() -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    environment["SWIFT_BACKTRACE"] = "enable=no"
    if let threads = options.threads { environment["UNROLL_THREADS"] = "\(threads)" }
    for parameter in notebook.frontMatter.parameters {
      environment["UNROLL_PARAM_" + parameter.name] =
        switch parameter.value {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .string(let value): value
        }
    }
    return environment
  }
}

/// What a run needs beside the notebook.
struct RunContext {
  var toolchain: Toolchain
  var engine: Toolchain.Engine
  var cache: CacheFolder
  var store: ResultStore
  var keys: StepKeys
  var usesCache: Bool
  var workFolder: String
  var notebookFolder: String
  var files: FileView
  var environment: [String: String]

  var surroundings: SessionSurroundings {
    let (files, environment, work) = (files, environment, workFolder)
    return SessionSurroundings(
      name: files.name(ofPath:),
      found: { kind, name in
        kind == .variable
          ? environment[name].map { SHA256.hexadecimal($0.utf8) } ?? "unset"
          : files.found(kind, name)
      },
      written: files.written,
      withoutPaths: { files.withoutPaths($0.replacingOccurrences(of: work, with: "")) })
  }
}
