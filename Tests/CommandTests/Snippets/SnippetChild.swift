import Foundation
import Testing

/// A process that was started, whose output goes to files of its folder until it is asked for.
struct SnippetChild {
  private let process = Process()
  private let folder: URL

  init(_ program: String, _ arguments: [String], in folder: URL) throws {
    self.folder = folder
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.file("out.txt", in: folder)
    process.standardError = try Self.file("err.txt", in: folder)
    try process.run()
  }

  private static func file(_ name: String, in folder: URL) throws -> FileHandle {
    let file = folder.appending(path: name)
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  /// Waits for its end, for `limit` seconds at most.
  func finish(limit: Double = 120) throws -> (status: Int32, out: String, err: String) {
    let deadline = ContinuousClock.now + .seconds(limit)
    while process.isRunning, .now < deadline { usleep(2000) }
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      Issue.record("\(process.executableURL?.path ?? "a program") did not end within \(limit) s")
    }
    process.waitUntilExit()
    let texts = try ["out.txt", "err.txt"].map {
      String(decoding: try Data(contentsOf: folder.appending(path: $0)), as: UTF8.self)
    }
    return (process.terminationStatus, texts[0], texts[1])
  }
}
