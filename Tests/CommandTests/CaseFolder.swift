import Foundation
import Testing

/// A folder with the notebooks of a case, in which the command runs; it is gone with its last reader.
final class CaseFolder {
  let url: URL

  /// A copy of `Fixtures/NAME`, a folder or one file; or an empty folder.
  init(_ name: String? = nil) throws {
    url = try CommandRun.folder()
    guard let name else { return }
    let source = Self.fixtures.appending(path: name)
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: source.path, isDirectory: &isFolder)
    let names =
      isFolder.boolValue ? try FileManager.default.contentsOfDirectory(atPath: source.path) : [""]
    for name in names {
      try FileManager.default.copyItem(
        at: name.isEmpty ? source : source.appending(path: name),
        to: url.appending(path: name.isEmpty ? source.lastPathComponent : name))
    }
  }

  /// A folder with one notebook, `nb.md`.
  convenience init(notebook text: String) throws {
    try self.init()
    try write("nb.md", text)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  func write(_ name: String, _ text: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.path + "/" + name)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: url.appending(path: name))
  }

  /// The names in a folder below.
  func names(_ folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path + "/" + folder).sorted()
  }

  /// Runs the command in the folder or in one below.
  func unroll(
    _ arguments: String..., in folder: String = "", settings: [String: String] = [:]
  ) throws -> CommandRun {
    try CommandRun.run(
      arguments, in: folder.isEmpty ? url : url.appending(path: folder), settings: settings)
  }

  /// Runs a notebook as text without the cache.
  func runAnew(_ name: String = "nb.md", _ options: [String] = []) throws -> CommandRun {
    try CommandRun.run(["run", "--quiet", "--no-cache", name] + options, in: url)
  }

  /// What a shell's command gives; `"$0"` is the command under test.
  func shell(_ script: String) throws -> (status: Int32, out: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, CommandRun.programs.appending(path: "unroll").path]
    process.currentDirectoryURL = url
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let out = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: out, as: UTF8.self))
  }
}

extension CommandRun {
  /// The lines of the text report below its last cell's code.
  var last: [Substring] {
    let lines = out.split(separator: "\n")
    let code = lines.lastIndex { $0.hasPrefix("  │") } ?? -1
    return Array(lines.dropFirst(code + 1))
  }
}
