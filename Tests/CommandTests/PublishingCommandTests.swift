import Foundation
import Testing

/// What users see of publishing that takes a process to show: streams, locks between processes,
/// interruptions.
@Suite(.serialized) struct PublishingCommandTests {
  /// A folder with notebooks of prose alone: nothing is compiled.
  private static func folder(_ notebooks: [String: String]) throws -> URL {
    let folder = try CommandRun.folder()
    for (name, text) in notebooks {
      try Data(text.utf8).write(to: folder.appending(path: name + ".md"))
    }
    return folder
  }

  private static let long = "# T\n\n" + (0..<20_000).map { "line \($0)\n\n" }.joined()

  /// Runs a line of shell, where `$U` is the command; its status and what it wrote to `out` and `err`.
  private static func shell(_ line: String, in folder: URL) throws -> (status: Int32, err: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging([
      "U": CommandRun.programs.appending(path: "unroll").path, "SWIFT_BACKTRACE": "enable=no",
    ]) { $1 }
    let err = Pipe()
    process.standardError = err
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let said = err.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  @Test(
    "Standard output and error that are closed, full or left by their readers end no run wrongly",
    arguments: [
      ("$U run n.md | head -1; exit ${PIPESTATUS[0]}", 0, false),
      ("$U run n.md | true; exit ${PIPESTATUS[0]}", 0, false),
      ("$U run n.md > full", 2, true), ("$U run n.md >&-", 2, true), ("$U new x >&-", 2, true),
      ("$U --help >&-", 2, true), ("$U --help | true; exit ${PIPESTATUS[0]}", 0, false),
      ("$U render n.md -o o >&-", 0, false), ("$U render n.md -o o 2>&-", 0, false),
      ("$U render n.md -o o 2> full", 0, false), ("$U render nope.md 2>&-", 2, false),
      ("$U render n.md -o o 2> >(true)", 0, false), ("$U run n.md <&- >/dev/null", 0, false),
      ("$U render n.md -o o --quiet <&- >&- 2>&-", 0, false),
    ] as [(String, Int32, Bool)])
  func streams(line: String, status: Int32, tells: Bool) throws {
    let folder = try Self.folder(["n": Self.long])
    defer { try? FileManager.default.removeItem(at: folder) }
    // A stand-in for a disk without room: what is written there goes to the system's own such device.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/full", withDestinationPath: "/dev/full")
    let run = try Self.shell(line, in: folder)
    #expect(run.status == status, "\(run.err)")
    #expect(run.err.contains("cannot write to standard output") == tells, "\(run.err)")
    let report = try? String(contentsOf: folder.appending(path: "o/n.html"), encoding: .utf8)
    if line.contains("render n.md") { #expect(report?.contains("line 19999") == true) }
    #expect(report.map { $0.hasSuffix("</html>\n") } ?? true)
  }

  @Test("Closed streams put nothing into the files that take their numbers")
  func closedDescriptors() throws {
    let folder = try Self.folder(["n": "# T\n", "bad": "---\nfoo: 1\n---\n"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try Self.shell("$U render n.md bad.md -o o --junit j.xml <&- >&- 2>&-", in: folder)
    #expect(run.status == 2)
    for file in ["o/n.html", "o/index.html", "o/SHA256SUMS", "j.xml"] {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      #expect(!text.contains("→") && (file == "j.xml" || !text.contains("unknown front matter")))
    }
    let sums = try Self.shell("cd o && sha256sum -c --quiet SHA256SUMS", in: folder)
    #expect(sums.status == 0, "\(sums.err)")
  }

  @Test("Renders of different notebooks into one folder at once lose nothing")
  func atOnce() throws {
    let names = (1...6).map { "n\($0)" }
    let notebooks = Dictionary(uniqueKeysWithValues: names.map { ($0, "# Title \($0)\n") })
    let folder = try Self.folder(notebooks)
    defer { try? FileManager.default.removeItem(at: folder) }
    for _ in 0..<3 {
      let line =
        "rm -rf o; for n in \(names.joined(separator: " ")); do $U render $n.md -o o --quiet & "
      let run = try Self.shell(
        line + "done; wait; cd o && sha256sum -c --quiet SHA256SUMS", in: folder)
      #expect(run.status == 0, "\(run.err)")
      let sums = try String(contentsOf: folder.appending(path: "o/SHA256SUMS"), encoding: .utf8)
      let index = try String(contentsOf: folder.appending(path: "o/index.html"), encoding: .utf8)
      for name in names {
        #expect(sums.contains("  \(name).html\n") && index.contains("Title \(name)<"))
      }
    }
  }

  @Test("A render that was killed outright holds up no later one")
  func killed() throws {
    let folder = try Self.folder(["n": "# T\n", "m": "# M\n"])
    defer { try? FileManager.default.removeItem(at: folder) }
    // Another program holds the folder's lock, as a render does, and is killed.
    let run = try Self.shell(
      "mkdir o; flock o sleep 60 & sleep 0.3; kill -9 $(pgrep -P $! sleep) $!; "
        + "timeout 20 $U render n.md -o o --quiet", in: folder)
    #expect(run.status == 0, "\(run.err)")
  }

  @Test("What would be obeyed by a terminal is shown instead")
  func controls() throws {
    let folder = try Self.folder(["n": "---\n\"t\\e[31m\u{202E}x\": 1\n---\n"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try Self.shell("$U render n.md $'a\\e]0;x\\a.md'; $U render n.md", in: folder)
    #expect(run.status == 2)
    #expect(run.err.contains("error:"))
    let obeyed = run.err.unicodeScalars.filter {
      $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
    }
    #expect(obeyed.isEmpty, "\(run.err.debugDescription)")
  }

  @Test("--strict makes a warning of the compiler an error; the report is there all the same")
  func strict() throws {
    let text = "```swift\nfunc f() { let unused = 1 }\n```\n"
    let (plain, _) = try CommandRun.render(text, ["--no-cache"])
    #expect(plain.status == 0)
    #expect(plain.err.contains("nb.md:2:16: warning: "), "\(plain.err)")
    let (strict, page) = try CommandRun.render(text, ["--no-cache", "--strict", "--quiet"])
    #expect(strict.status == 1)
    #expect(strict.err.contains("nb.md:2:16: error: "), "\(strict.err)")
    #expect(page?.hasSuffix("</html>\n") == true)
  }

  @Test("With --fail-fast a cell that was not run names the compile error below it")
  func failFast() throws {
    let text = "```swift\nprint(1)\n```\n\n```swift\nlet x: Int = \"a\"\n```\n\n```swift\n2\n```\n"
    let (run, page) = try CommandRun.render(text, ["--no-cache", "--fail-fast"])
    #expect(run.status == 1)
    let report = try #require(page)
    #expect(report.components(separatedBy: "Not run: a cell below cannot be compiled.").count == 2)
    #expect(report.components(separatedBy: "Not run: a cell above failed.").count == 2)
  }

  @Test("An interrupt while a cell is compiled leaves the good report as it is", arguments: 0..<2)
  func interruptedCompiler(round: Int) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (first, good) = try CommandRun.render("```swift\nprint(0)\n```\n", in: folder)
    #expect(first.status == 0, "\(first.err)")
    let slow = (0..<400).map { "let v\($0) = [1, 2.5, \($0)].map { $0 * 2 }" }
      .joined(separator: "\n")
    try Data("```swift\n\(slow)\nprint(\(round))\n```\n".utf8)
      .write(to: folder.appending(path: "nb.md"))
    let process = Process()
    process.executableURL = CommandRun.programs.appending(path: "unroll")
    process.arguments = ["render", "nb.md", "-o", "out", "--quiet"]
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(20)
    while process.isRunning, Date() < deadline, !Self.compiles(below: process.processIdentifier) {
      usleep(2000)
    }
    let number = round % 2 == 0 ? SIGTERM : SIGINT
    #expect(process.isRunning, "the cell was compiled before it could be interrupted")
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationStatus == 128 + number)
    let now = try String(contentsOf: folder.appending(path: "out/nb.html"), encoding: .utf8)
    #expect(now == good)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out").sorted()
    #expect(names == [".unroll-reports", "SHA256SUMS", "index.html", "nb.html"])
  }

  /// Whether a process has started a compiler that makes an object.
  private static func compiles(below parent: pid_t) -> Bool {
    let tasks = "/proc/\(parent)/task"
    for task in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
      let children =
        (try? String(contentsOfFile: "\(tasks)/\(task)/children", encoding: .utf8)) ?? ""
      for child in children.split(separator: " ") {
        let line = FileManager.default.contents(atPath: "/proc/\(child)/cmdline") ?? Data()
        if String(decoding: line, as: UTF8.self).contains("-primary-file") { return true }
      }
    }
    return false
  }
}
