import Basics
import Foundation
import Testing

@Suite struct AtomicFileTests {
  /// A fresh folder with a file `taken` in it, removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("unroll-files-\(ProcessInfo.processInfo.globallyUniqueString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer {
      chmod(folder, 0o755)
      try? FileManager.default.removeItem(atPath: folder)
    }
    try AtomicFile.write(Data("whole".utf8), to: folder + "/taken")
    try body(folder)
  }

  @Test(
    "What cannot be written is a problem with the path and a mend",
    arguments: ["missing/a.html", "taken/a.html"])
  func impossible(path: String) throws {
    try withFolder { folder in
      let problem = #expect(throws: Problem.self) {
        try AtomicFile.write(Data("x".utf8), to: folder + "/" + path)
      }
      #expect(problem?.code == .file)
      #expect(problem?.message.contains(folder + "/" + path) == true)
      #expect(problem?.advice?.contains("--output") == true)
      #expect(problem?.underlying?.isEmpty == false)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["taken"])
    }
  }

  @Test(
    "A folder without permission keeps what it holds",
    .enabled(if: geteuid() != 0, "permissions do not bind the superuser"))
  func noPermission() throws {
    try withFolder { folder in
      chmod(folder, 0o555)
      let problem = #expect(throws: Problem.self) {
        try AtomicFile.write(Data("x".utf8), to: folder + "/taken")
      }
      #expect(problem?.advice?.contains("Allow writing") == true)
      let text = try String(contentsOfFile: folder + "/taken", encoding: .utf8)
      #expect(text == "whole")
    }
  }

  @Test("Readers see one version or the other while a file is written again and again")
  func neverHalf() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("unroll-files-\(ProcessInfo.processInfo.globallyUniqueString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.html"
    let versions = Array("ab".utf8).map { Data(repeating: $0, count: 200_000) }
    try AtomicFile.write(versions[0], to: path)
    let writing = Task.detached {
      for round in 0..<100 { try AtomicFile.write(versions[round % 2], to: path) }
    }
    for _ in 0..<100 {
      let seen = try Data(contentsOf: URL(filePath: path))
      #expect(versions.contains(seen))
    }
    try await writing.value
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names == ["a.html"])
  }
}
