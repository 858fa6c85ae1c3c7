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
    var context = RunContext(
      toolchain: toolchain, engine: engine, cache: cache, store: ResultStore(folder: cache),
      usesCache: usesCache,
      workFolder: work, notebookFolder: notebookFolder, files: FileView(folder: notebookFolder),
      environment: environment())
    let items = try items(&context)
    let keys = StepKeys(notebook, items: items, toolchain: toolchain, engine: engine)
    var (plan, planned) = plan(keys, context)
    for (place, text) in plan.explanation(of: notebook) { observe(.explanation(place, text)) }
    warnOfReused(plan)
    guard plan.runsAnything else {
      return NotebookResult(notebook, records: plan.reused, statuses: [:], failures: [])
    }
    var result = try execute(plan, planned, keys, context)
    // A step that ran may have changed a file that one below had read, which then runs as well.
    for _ in 0..<Self.mostRounds where usesCache && result.failures.isEmpty {
      let kept = Set(plan.reused.keys)
      let next = self.plan(keys, context)
      guard !kept.isDisjoint(with: next.plan.running) else { break }
      (plan, planned) = next
      result = try execute(plan, planned, keys, context)
    }
    return result
  }

  private static let mostRounds = 4

  /// What the cells are made of: known of these texts, or asked of the compiler's parser.
  private func items(_ context: inout RunContext) throws -> [CellItems] {
    let codes = notebook.cells.map(\.code)
    let store = ItemStore(folder: context.cache, toolchain: context.toolchain)
    if context.usesCache, let items = store.items(of: codes) { return items }
    let started = MonotonicClock.now
    let analyses = try CellAnalysis.of(
      codes, toolchain: context.toolchain, in: context.workFolder)
    observe(.time("analyse", MonotonicClock.now - started))
    context.analyses = analyses
    let items = analyses.map(\.items)
    if context.usesCache { store.keep(items, of: codes) }
    return items
  }

  private func plan(
    _ keys: StepKeys, _ context: RunContext
  ) -> (plan: RunPlan, keys: StepKeys) {
    guard context.usesCache else { return (RunPlan(withoutCache: notebook), keys) }
    var keys = keys
    let surroundings = context.surroundings
    let plan = RunPlan(notebook, keys: &keys) { key in
      guard let record = context.store.record(for: key) else { return .nothing }
      return .record(
        record,
        changed: record.inputs.filter { surroundings.found($0.kind, $0.name) != $0.found }
          .map(\.name),
        lost: record.written.filter { surroundings.written($0.key) != $0.value }.keys.sorted())
    }
    return (plan, keys)
  }

  /// What authors were told of steps that do not run is told again.
  private func warnOfReused(_ plan: RunPlan) {
    for (index, record) in plan.reused.sorted(by: { $0.key < $1.key }) {
      warn(of: record, at: index)
    }
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
  var usesCache: Bool
  var workFolder: String
  var notebookFolder: String
  var files: FileView
  var environment: [String: String]
  /// What the parser said of the cells, where it was asked.
  var analyses: [CellAnalysis]?

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
