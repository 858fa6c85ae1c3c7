internal import Basics
internal import ArgumentParser
internal import Foundation
internal import Runs
internal import Notebooks
internal import Reports

/// `unroll check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run anew without the cache and compare with the recorded digests.")
  @Argument(help: "Notebooks or folders; notebooks/ if none is named.") var paths: [String] = []
  @Option(name: [.short, .long], help: "The folder with SHA256SUMS.") var output: String = "output"
  @OptionGroup var options: CommonOptions

  func run() throws {
    let sums = output + "/SHA256SUMS"
    guard let data = FileManager.default.contents(atPath: sums) else {
      throw Problem(
        .file, "\(sums): no recorded digests", advice: "Record them with `unroll render`.")
    }
    let recorded = Dictionary(
      try Digests.parse(String(decoding: data, as: UTF8.self)).map { ($0.name, $0.digest) },
      uniquingKeysWith: { first, _ in first })
    let notebooks = try NotebookPaths.find(paths).map { try options.read($0) }
    var runOptions = options.runOptions
    runOptions.usesCache = false
    var status = Status.good
    var entries: [IndexEntry] = []
    for notebook in notebooks {
      let result = try options.run(notebook, options: runOptions)
      if !result.failures.isEmpty { status = .cellFailed }
      if try !hasSameBytes(notebook, result, recorded), status == .good { status = .otherBytes }
      entries.append(IndexEntry(notebook, result))
    }
    if let digest = recorded["index.html"], !paths.contains(where: { $0.hasSuffix(".md") }),
      SHA256.hexadecimal(IndexPage.render(entries).utf8) != digest, status == .good
    {
      Terminal.error("error: index.html has other bytes than recorded in \(sums)")
      status = .otherBytes
    }
    if status != .good { throw ExitCode(status.rawValue) }
  }

  /// Compares every recorded format of a notebook's report; tells what differs.
  private func hasSameBytes(
    _ notebook: Notebook, _ result: NotebookResult, _ recorded: [String: String]
  ) throws -> Bool {
    var known = false
    var same = true
    for format in ReportFormat.allCases {
      let name = "\(notebook.name).\(format.ending)"
      guard let digest = recorded[name] else { continue }
      known = true
      if SHA256.hexadecimal(try format.render(notebook, result)) == digest {
        if !options.quiet { print("\(name): the same bytes") }
      } else {
        same = false
        Terminal.error(
          "\(notebook.path):1:1: error: \(name) has other bytes than recorded in "
            + "\(output)/SHA256SUMS")
      }
    }
    if !known {
      Terminal.error(
        "\(notebook.path):1:1: error: no report of this notebook is recorded in "
          + "\(output)/SHA256SUMS")
    }
    return known && same
  }
}
