internal import ArgumentParser
internal import Dispatch
internal import Foundation
internal import Kernel
internal import Notebooks
internal import Reports
internal import Synchronization

/// `unroll render`
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Run notebooks and write their reports.")
  @Argument(help: "Notebooks or folders; notebooks/ if none is named.") var paths: [String] = []
  @Option(name: [.short, .long], help: "Where reports go.") var output: String = "output"
  @OptionGroup var options: CommonOptions

  /// What became of one notebook.
  private enum Outcome: Sendable {
    case rendered(entry: IndexEntry, digest: String, failed: Bool)
    case unreadable(String)
  }

  func run() throws {
    let files = try NotebookPaths.find(paths)
    try makeFolder()
    let outcomes = Mutex<[Int: Outcome]>([:])
    let next = Mutex<Int>(0)
    let (options, output) = (options, output)
    DispatchQueue.concurrentPerform(iterations: min(options.jobs, files.count)) { _ in
      while true {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < files.count else { return }
        let outcome = Self.render(files[index], into: output, options)
        outcomes.withLock { $0[index] = outcome }
      }
    }
    try finish(files.indices.compactMap { index in outcomes.withLock { $0[index] } })
  }

  private func makeFolder() throws {
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      throw Problem(
        .file, "\(output): this folder cannot be made",
        advice: "Choose another one with --output, or check the permissions.",
        underlying: error.localizedDescription)
    }
    guard FileManager.default.isWritableFile(atPath: output) else {
      throw Problem(
        .file, "\(output): this folder cannot be written",
        advice: "Choose another one with --output, or check the permissions.")
    }
  }

  private static func render(
    _ path: String, into output: String, _ options: CommonOptions
  ) -> Outcome {
    do {
      let notebook = try options.read(path)
      let result = try options.run(notebook)
      let page = HTMLReport.render(notebook, result)
      let file = notebook.name + ".html"
      try AtomicFile.write(Data(page.utf8), to: output + "/" + file)
      if let beside = HTMLReport.renderVolatile(notebook, result) {
        try AtomicFile.write(
          Data(beside.utf8), to: output + "/" + notebook.name + ".volatile.html")
      }
      if !options.quiet { Terminal.error("\(path) → \(output)/\(file)") }
      return .rendered(
        entry: IndexEntry(notebook, result), digest: SHA256.hexadecimal(page.utf8),
        failed: !result.failures.isEmpty)
    } catch {
      Terminal.error("\(error)")
      return .unreadable(path)
    }
  }

  /// The index and the digests, of what could be rendered.
  private func finish(_ outcomes: [Outcome]) throws {
    var entries: [IndexEntry] = []
    var digests: [(name: String, digest: String)] = []
    var status = Status.good
    for outcome in outcomes {
      switch outcome {
      case .rendered(let entry, let digest, let failed):
        entries.append(entry)
        digests.append((entry.file, digest))
        if failed, status == .good { status = .cellFailed }
      case .unreadable: status = .badInput
      }
    }
    if !entries.isEmpty {
      let index = IndexPage.render(entries)
      digests.append(("index.html", SHA256.hexadecimal(index.utf8)))
      try AtomicFile.write(Data(index.utf8), to: output + "/index.html")
      try AtomicFile.write(Data(Digests.text(digests).utf8), to: output + "/SHA256SUMS")
    }
    if status != .good { throw ExitCode(status.rawValue) }
  }
}
