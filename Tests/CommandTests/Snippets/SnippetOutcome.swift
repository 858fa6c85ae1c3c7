import Foundation
import Testing

/// What became of a snippet, as a page or as a program.
enum SnippetOutcome: Equatable {
  /// It ran to its end and printed this on standard output.
  case printed(String)
  /// It was not compiled, or did not run to its end: what was said.
  case refused(String)

  var text: String? {
    if case .printed(let text) = self { text } else { nil }
  }

  /// Where two outcomes first differ, for a reader of a test's log; nothing if they do not.
  static func difference(page: SnippetOutcome, program: SnippetOutcome) -> String? {
    switch (page, program) {
    case (.printed(let page), .printed(let program)):
      guard page != program else { return nil }
      let (own, other) = (lines(page), lines(program))
      let line = zip(own, other).prefix { $0 == $1 }.count
      let (ours, theirs) = (
        line < own.count ? "\(own[line].debugDescription)" : "nothing more",
        line < other.count ? "\(other[line].debugDescription)" : "nothing more"
      )
      return "line \(line + 1): the page prints \(ours), the program \(theirs)"
    case (.refused(let why), .printed): return "the page fails:\n\(why)"
    case (.printed, .refused(let why)): return "the program fails:\n\(why)"
    case (.refused(let page), .refused(let program)):
      return "both fail; the page:\n\(page)\nthe program:\n\(program)"
    }
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}

extension Snippet {
  /// Runs the snippet both ways at the same time: the compiler beside the notebook's run.
  func outcomes(in folder: URL) throws -> (page: SnippetOutcome, program: SnippetOutcome) {
    let own = folder.appending(path: name)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    try Data(program.utf8).write(to: own.appending(path: "main.swift"))
    // Without an import of Glibc a program has no libm, which Swift's own roundings call; the engine
    // brings it to a page.
    let compiler = try SnippetChild(
      "/usr/bin/env",
      [
        "swiftc", "-swift-version", "5", "-enable-bare-slash-regex", "-module-name", "main",
        "-lm", "-o", "program", "main.swift",
      ], in: own)
    let page: SnippetOutcome
    do {
      page = try pageOutcome(in: folder)
    } catch {
      _ = try compiler.finish()
      throw error
    }
    let compiled = try compiler.finish()
    guard compiled.status == 0 else {
      return (page, .refused(compiled.err + compiled.out))
    }
    let run = try SnippetChild(own.appending(path: "program").path, [], in: own).finish()
    guard run.status == 0 else { return (page, .refused("status \(run.status)\n\(run.err)")) }
    return (page, .printed(run.out))
  }

  private func pageOutcome(in folder: URL) throws -> SnippetOutcome {
    try Data(text.utf8).write(to: folder.appending(path: "\(name).md"))
    let run = try CommandRun.run(
      ["render", "--format", "ipynb", "--no-cache", "-o", "out/\(name)", "\(name).md"],
      in: folder)
    guard run.status == 0 else { return .refused(run.err) }
    let file = folder.appending(path: "out/\(name)/\(name).ipynb")
    let report = try JSONDecoder().decode(SnippetReport.self, from: Data(contentsOf: file))
    return .printed(report.standardOutput)
  }
}

/// What of a Jupyter notebook tells what its cells printed.
private struct SnippetReport: Decodable {
  struct Cell: Decodable { var outputs: [Output]? }
  struct Output: Decodable {
    var name: String?
    var text: [String]?
  }
  var cells: [Cell]

  var standardOutput: String {
    cells.flatMap { $0.outputs ?? [] }.filter { $0.name == "stdout" }
      .flatMap { $0.text ?? [] }.joined()
  }
}
