internal import Foundation
internal import Basics

/// Programs that were built together with this one.
enum Executables {
  /// This program.
  static var itself: URL {
    Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
  }

  /// The one of that name in the same folder.
  static func sibling(_ name: String) throws -> URL {
    let url = itself.deletingLastPathComponent().appendingPathComponent(name)
    guard FileManager.default.isExecutableFile(atPath: url.path) else {
      throw Problem(
        .environment, "\(name) is not beside unroll-bench", advice: "Build it: make build")
    }
    return url
  }

  /// Runs a program in a folder; gives what it wrote to standard error. A status other than 0 is an
  /// error.
  @discardableResult
  static func run(_ program: URL, _ arguments: [String], in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Problem(
        .run,
        "\(program.lastPathComponent) \(arguments.joined(separator: " ")) ended with status "
          + "\(process.terminationStatus)")
    }
    return String(decoding: said, as: UTF8.self)
  }
}
