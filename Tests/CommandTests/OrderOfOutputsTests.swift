import Foundation
import Testing

/// One transcript in the order of the writes, also on a busy machine. `UNROLL_ORDER_RUNS` is the number of
/// runs.
@Suite(.serialized) struct OrderOfOutputsTests {
  private static let runs =
    ProcessInfo.processInfo.environment["UNROLL_ORDER_RUNS"].flatMap { Int($0) } ?? 12

  private static let notebook = """
    ```swift
    import Foundation
    func formatted(_ text: String, _ arguments: CVarArg...) {
      withVaList(arguments) { _ = vprintf(text, $0) }
    }
    for round in 1...4 {
      print("\\(round) print")
      fputs("\\(round) fputs to standard error\\n", stderr)
      show("\\(round) show")
      FileHandle.standardOutput.write(Data("\\(round) FileHandle\\n".utf8))
      formatted("%d vprintf\\n", round)
      _ = "\\(round) write\\n".withCString { write(1, $0, strlen($0)) }
      FileHandle.standardError.write(Data("\\(round) FileHandle of errors\\n".utf8))
      _ = "\\(round) write to 2\\n".withCString { write(2, $0, strlen($0)) }
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = [
        "-c", "echo \\(round) child a; echo \\(round) child b >&2; echo \\(round) child c",
      ]
      try shell.run()
      shell.waitUntilExit()
      print("\\(round) after the child")
    }
    ```

    """

  private static let expected = (1...4).flatMap { round in
    [
      "print", "fputs to standard error", "show", "FileHandle", "vprintf", "write",
      "FileHandle of errors", "write to 2", "child a", "child b", "child c", "after the child",
    ].map { "\(round) \($0)" }
  }

  @Test("What is written by any way stands in the order of the writes, in every run under load")
  func order() throws {
    let folder = try CaseFolder(notebook: Self.notebook)
    let busy = try (0..<3).map { _ in
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "while :; do :; done"]
      try process.run()
      return process
    }
    defer {
      for process in busy {
        process.kill()
        process.waitUntilExit()
      }
    }
    var reports: [String: Int] = [:]
    for run in 0..<Self.runs {
      // Compiled once, run every time.
      for name in (try? folder.names(".unroll/results")) ?? [] {
        try folder.remove(".unroll/results/" + name)
      }
      let result = try folder.unroll("run", "--quiet", "nb.md")
      #expect(result.status == 0, "\(result.err)")
      #expect(result.last.map(String.init) == Self.expected, "run \(run)")
      reports[result.out, default: 0] += 1
    }
    #expect(reports.count == 1, "\(reports.values.sorted()) runs gave the same report")
  }
}
