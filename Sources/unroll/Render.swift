internal import Basics
internal import ArgumentParser
internal import Dispatch
internal import Foundation
internal import Runs
internal import Notebooks
internal import Reports
internal import Synchronization

/// `unroll render`
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Run notebooks and write their reports.")
  @Argument(help: "Notebooks or folders; notebooks/ if none is named.") var paths: [String] = []
  @Option(name: [.short, .long], help: "Where reports go.") var output: String = "output"
  @Option(help: "What to write: html, text, markdown, ipynb, separated by commas.")
  var format: String = "html"
  @Option(help: ArgumentHelp("Write the results of all cells as JUnit XML.", valueName: "file"))
  var junit: String?
  @OptionGroup var options: CommonOptions

  func validate() throws { _ = try ReportFormat.list(format) }

  /// What became of one notebook.
  private enum Outcome: Sendable {
    case rendered(Notebook, NotebookResult, digests: [Digests.Entry])
    case unreadable(String)
  }

  func run() throws {
    let files = try NotebookPaths.find(paths)
    try makeFolder()
    let outcomes = Mutex<[Int: Outcome]>([:])
    let next = Mutex<Int>(0)
    let (options, output, formats) = (options, output, try ReportFormat.list(format))
    DispatchQueue.concurrentPerform(iterations: min(options.jobs, files.count)) { _ in
      while true {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < files.count else { return }
        let outcome = Self.render(files[index], as: formats, into: output, options)
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
    _ path: String, as formats: [ReportFormat], into output: String, _ options: CommonOptions
  ) -> Outcome {
    do {
      let notebook = try options.read(path)
      let result = try options.run(notebook)
      var digests: [Digests.Entry] = []
      let drawing = Date()
      for format in formats {
        let file = "\(notebook.name).\(format.ending)"
        let target = output + "/" + file
        guard !isSame(path, target) else {
          throw Problem(
            .file, "\(target): the report would replace the notebook",
            advice: "Choose another folder with --output.")
        }
        let data = try format.render(notebook, result)
        try AtomicFile.write(data, to: target)
        digests.append((file, SHA256.hexadecimal(data)))
        if !options.quiet { Terminal.error("\(path) → \(target)") }
      }
      if let beside = HTMLReport.renderVolatile(notebook, result) {
        try AtomicFile.write(
          Data(beside.utf8), to: output + "/" + notebook.name + ".volatile.html")
      }
      if options.verbose {
        let seconds = String(format: "%.3f", Date().timeIntervalSince(drawing))
        Terminal.error("\(notebook.name): draw \(seconds) s")
      }
      return .rendered(notebook, result, digests: digests)
    } catch {
      Terminal.error("\(error)")
      return .unreadable(path)
    }
  }

  private static func isSame(_ path: String, _ other: String) -> Bool {
    URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL
      == URL(filePath: other).resolvingSymlinksInPath().standardizedFileURL
  }

  /// The index and the digests, of what could be rendered. Where single notebooks were named, those of
  /// the others stay.
  private func finish(_ outcomes: [Outcome]) throws {
    var runs: [(notebook: Notebook, result: NotebookResult)] = []
    var digests: [String: String] = [:]
    var status = Status.good
    for outcome in outcomes {
      switch outcome {
      case .rendered(let notebook, let result, let own):
        runs.append((notebook, result))
        for (name, digest) in own { digests[name] = digest }
        if !result.failures.isEmpty, status == .good { status = .cellFailed }
      case .unreadable: status = .badInput
      }
    }
    if !runs.isEmpty {
      let kept = namesSingleNotebooks ? recorded() : [:]
      let index = IndexPage.render(
        runs.map { IndexEntry($0.notebook, $0.result) }, keeping: Set(kept.keys),
        of: contents(of: "index.html"))
      digests.merge(kept) { new, _ in new }
      if try ReportFormat.list(format).contains(.html) {
        digests["index.html"] = SHA256.hexadecimal(index.utf8)
        try AtomicFile.write(Data(index.utf8), to: output + "/index.html")
      }
      let sums = Digests.text(digests.map { ($0.key, $0.value) })
      try AtomicFile.write(Data(sums.utf8), to: output + "/SHA256SUMS")
    }
    if let junit { try AtomicFile.write(Data(JUnitReport.render(runs).utf8), to: junit) }
    if status != .good { throw ExitCode(status.rawValue) }
  }

  private var namesSingleNotebooks: Bool { paths.contains { $0.hasSuffix(".md") } }

  /// The digests on record of reports that are still there.
  private func recorded() -> [String: String] {
    let entries = (try? Digests.parse(contents(of: "SHA256SUMS"))) ?? []
    return Dictionary(entries.map { ($0.name, $0.digest) }, uniquingKeysWith: { first, _ in first })
      .filter { FileManager.default.fileExists(atPath: output + "/" + $0.key) }
  }

  private func contents(of name: String) -> String {
    FileManager.default.contents(atPath: output + "/" + name)
      .map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
