import Foundation
import Testing

@Suite struct TrainingDigestTests {
  @Test("200 steps of training end in the recorded bits in a debug build, as in a release build")
  func debugBuild() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let recorded = try String(
      contentsOf: tests.appending(path: "Fixtures/training-digests.txt"), encoding: .utf8)
    let choice = try BuiltPrograms.find(["unroll-bench"], in: ["debug"])
    try #require(choice == .build("debug"))
    let process = Process()
    process.executableURL = BuiltPrograms.folder(of: "debug").appending(path: "unroll-bench")
    process.arguments = ["--digests"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    // `.ci/run` compares the release build's with the same file.
    #expect(String(decoding: said, as: UTF8.self) == recorded)
  }
}
