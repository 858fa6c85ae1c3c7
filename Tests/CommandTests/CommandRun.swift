import Foundation
import Glibc
import Testing

/// Runs the built command in a folder of its own and looks at what a user sees.
struct CommandRun {
  var status: Int32
  var out: String
  var err: String

  private static let choice = Result {
    try BuiltPrograms.find(["unroll", "unroll-cells"], in: ["release", "debug"])
  }

  /// The folder of the built programs; where none is as new as its sources, every test says so.
  static var programs: URL {
    switch choice {
    case .success(.build(let name)): return BuiltPrograms.folder(of: name)
    case .success(.none(let reason)): Issue.record("\(reason)")
    case .failure(let error): Issue.record(error)
    }
    return BuiltPrograms.folder(of: "outdated")
  }

  /// Whether it is the release build that is tested: some things take too long in a debug build.
  static var testsReleaseBuild: Bool {
    if case .success(.build("release")) = choice { true } else { false }
  }

  /// A new empty folder.
  static func folder() throws -> URL {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "unroll-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  static func run(
    _ arguments: [String], in folder: URL, limit: Double = 120, settings: [String: String] = [:]
  ) throws -> CommandRun {
    let process = Process()
    process.environment = ProcessInfo.processInfo.environment.merging(settings) { $1 }
    process.executableURL = programs.appending(path: "unroll")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let (out, err) = (folder.appending(path: "stdout.txt"), folder.appending(path: "stderr.txt"))
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(limit)
    while process.isRunning, Date() < deadline { usleep(5000) }
    if process.isRunning {
      process.kill()
      Issue.record("unroll \(arguments) did not end within \(limit) s")
    }
    process.waitUntilExit()
    return CommandRun(
      status: process.terminationStatus, out: try String(contentsOf: out, encoding: .utf8),
      err: try String(contentsOf: err, encoding: .utf8))
  }

  /// Renders one notebook, without a folder in one of its own that is gone afterwards; returns the run and
  /// the report, if there is one.
  static func render(
    _ text: String, _ options: [String] = [], in folder: URL? = nil
  ) throws -> (run: CommandRun, page: String?) {
    let place = try folder ?? self.folder()
    defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
    try Data(text.utf8).write(to: place.appending(path: "nb.md"))
    let run = try run(["render", "nb.md", "-o", "out"] + options, in: place)
    let page = try? String(contentsOf: place.appending(path: "out/nb.html"), encoding: .utf8)
    return (run, page)
  }
}

extension Process {
  /// Ends the process by a signal that it cannot have blocked: a process that is started from a thread of a
  /// dispatch queue has inherited a mask with SIGTERM in it.
  func kill() {
    Glibc.kill(processIdentifier, SIGKILL)
  }
}
