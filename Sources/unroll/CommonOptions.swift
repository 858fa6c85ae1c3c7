internal import ArgumentParser
internal import Foundation
internal import Runs
internal import Notebooks
internal import Publishing

/// The options of every verb that runs notebooks.
struct CommonOptions: ParsableArguments {
  @Option(
    name: [.customShort("P"), .customLong("param")],
    help: ArgumentHelp("Set a parameter of the notebook.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(help: "Replace the notebook's seed.")
  var seed: Int?

  @Option(help: ArgumentHelp("Seconds a cell may take.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("MiB of memory that the cells' process may hold.", valueName: "mib"))
  var memory: Int = 8192

  @Option(
    help: ArgumentHelp(
      "MiB of trainings and other results that are kept for later runs.", valueName: "mib"))
  var cacheSize: Int = 2048

  @Option(help: "Threads of the engine; results do not depend on it.")
  var threads: Int?

  @Option(help: "Notebooks that run at once.")
  var jobs: Int = 1

  @Flag(help: "Compile and run everything anew.")
  var noCache = false

  @Flag(help: "Stop at the first compile error without running the cells above it.")
  var failFast = false

  @Flag(help: "Say for each cell why it runs or is kept.")
  var explain = false

  @Flag(help: "Warnings are errors: status 1; reports are written all the same.")
  var strict = false

  @Flag(help: "Only errors and warnings.")
  var quiet = false

  @Flag(help: "Say more: cells done, seconds of each part.")
  var verbose = false

  func validate() throws {
    if let timeout, !(timeout > 0) {
      throw ValidationError("--timeout \(timeout): the limit must be more than 0 seconds.")
    }
    if let threads, !(1...64).contains(threads) {
      throw ValidationError("--threads \(threads): use 1 to 64.")
    }
    if memory < 64 { throw ValidationError("--memory \(memory): use 64 or more (MiB).") }
    if cacheSize < 0 { throw ValidationError("--cache-size \(cacheSize): use 0 or more (MiB).") }
    if jobs < 1 { throw ValidationError("--jobs \(jobs): use 1 or more.") }
    for setting in parameters where !setting.contains("=") {
      throw ValidationError("-P \(setting): write NAME=VALUE.")
    }
  }

  /// A notebook with the parameters and seed of the command line.
  func read(_ path: String) throws -> Notebook {
    var notebook = try NotebookReader.read(path: path).applying(
      parameters: parameters.map { setting in
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (name: String(parts[0]), value: String(parts[1]))
      })
    if let seed { notebook.frontMatter.seed = seed }
    return notebook
  }

  var runOptions: RunOptions {
    var options = RunOptions()
    options.timeoutOverride = timeout
    options.memoryLimit = UInt64(memory) << 20
    options.threads = threads
    options.cacheSize = UInt64(cacheSize) << 20
    options.usesCache = !noCache
    options.failsFast = failFast
    return options
  }

  /// Runs a notebook and tells how it goes.
  func run(_ notebook: Notebook, usingCache: Bool) throws -> NotebookRun {
    var runOptions = runOptions
    runOptions.usesCache = usingCache
    let reporter = ProgressReporter(notebook, self)
    let result = try NotebookRunner(notebook, options: runOptions) { reporter.observe($0) }.run()
    reporter.tellTimes()
    return NotebookRun(result, heard: reporter.warnings)
  }

  /// Tells what becomes of reports.
  func tell(_ event: PublishingEvent) {
    switch event {
    case .written(let notebook, let report):
      if !quiet { Terminal.error("\(notebook) → \(report)") }
    case .drawn(let name, let seconds):
      if verbose { Terminal.error("\(name): draw \(String(format: "%.3f", seconds)) s") }
    case .warning(var problem):
      if strict { problem.severity = .error }
      Terminal.error(problem.description)
    case .failure(let message): Terminal.error(message)
    case .sameBytes(let file):
      if !quiet { Terminal.say("\(file): the same bytes") }
    }
  }
}
