import Foundation
import Testing

/// Runs the built command in a folder of its own and looks at what a user sees.
struct CommandRun {
  var status: Int32
  var out: String
  var err: String

  /// The folder of the built programs.
  static let programs: URL = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    // What is shipped, where it has been built (`make test` does); otherwise the tests' own build.
    let release = package.appending(path: ".build/release")
    return FileManager.default.isExecutableFile(atPath: release.path + "/unroll")
      ? release : package.appending(path: ".build/debug")
  }()

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
      process.terminate()
      Issue.record("unroll \(arguments) did not end within \(limit) s")
    }
    process.waitUntilExit()
    return CommandRun(
      status: process.terminationStatus, out: try String(contentsOf: out, encoding: .utf8),
      err: try String(contentsOf: err, encoding: .utf8))
  }

  /// Renders one notebook; returns the run and the report, if there is one.
  static func render(
    _ text: String, _ options: [String] = [], in folder: URL? = nil
  ) throws -> (run: CommandRun, page: String?) {
    let place = try folder ?? self.folder()
    try Data(text.utf8).write(to: place.appending(path: "nb.md"))
    let run = try run(["render", "nb.md", "-o", "out"] + options, in: place)
    let page = try? String(contentsOf: place.appending(path: "out/nb.html"), encoding: .utf8)
    return (run, page)
  }
}

/// A notebook that fails in its second cell, and what a user must be told.
struct FailingCell: CustomTestStringConvertible, Sendable {
  var name: String
  var code: String
  var place: String
  var message: String
  var options: [String] = []
  var testDescription: String { name }

  static let all = [
    FailingCell(
      name: "a compile error", code: "let b: Int = \"x\"", place: "nb.md:8:14",
      message: "cannot convert value of type 'String' to specified type 'Int'"),
    FailingCell(
      name: "a thrown error", code: "struct Broken: Error {}\nthrow Broken()", place: "nb.md:9",
      message: "error thrown: Broken()"),
    FailingCell(
      name: "an index out of range", code: "let xs = [1, 2]\nprint(xs[a + 5])", place: "nb.md:9",
      message: "Index out of range"),
    FailingCell(
      name: "fatalError", code: "fatalError(\"boom\")", place: "nb.md:8", message: "boom"),
    FailingCell(
      name: "a forced unwrap of nil", code: "let n: Int? = a > 5 ? 1 : nil\nprint(n!)",
      place: "nb.md:9", message: "Unexpectedly found nil"),
    FailingCell(
      name: "an arithmetic overflow", code: "var v = Int8(a)\nwhile true { v += 100 }",
      place: "nb.md:9", message: "overflow"),
    FailingCell(
      name: "a recursion without end",
      code: "func r(_ n: Int) -> Int { r(n + 1) + 1 }\nprint(r(a))",
      place: "nb.md:8", message: "the stack overflowed"),
    FailingCell(
      name: "an endless loop", code: "var k = 0\nwhile true { k &+= 1 }", place: "nb.md:",
      message: "stopped after 2 s", options: ["--timeout", "2"]),
    FailingCell(
      name: "a flood of output", code: "while true { print(\"flood flood flood flood\") }",
      place: "nb.md:8", message: "printed more than 64 MiB"),
    FailingCell(
      name: "memory without end",
      code: "var all: [[Int]] = []\nwhile true { all.append(Array(repeating: 1, count: 100_000)) }",
      place: "nb.md:", message: "held more than 256 MiB", options: ["--memory", "256"]),
    FailingCell(
      name: "exit", code: "import Foundation\nexit(7)", place: "nb.md:8", message: "exit(7)"),
    FailingCell(
      name: "await at top level", code: "func f() async -> Int { 5 }\nlet v = await f()",
      place: "nb.md:8", message: "awaits at its top level"),
    FailingCell(
      name: "a signal to itself", code: "import Foundation\nkill(getpid(), SIGKILL)",
      place: "nb.md:8", message: "signal 9 (SIGKILL)"),
    FailingCell(
      name: "a check that does not hold", code: "check(a > 5, \"a is large\")", place: "nb.md:8",
      message: "the check does not hold: a is large"),
  ]

  var notebook: String {
    "# T\n\n```swift\nlet a = 1\nprint(\"above\", a)\n```\n```swift\n\(code)\n```\n\n"
      + "```swift\nprint(\"below\")\n```\n"
  }
}

@Suite(.serialized) struct CommandTests {
  @Test(
    "A cell that fails is a result: status 1, a message with the place, a whole report",
    arguments: FailingCell.all)
  func failingCell(_ cell: FailingCell) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (run, page) = try CommandRun.render(cell.notebook, cell.options, in: folder)
    #expect(run.status == 1)
    #expect(run.err.contains(cell.place), "\(run.err)")
    #expect(run.err.contains(cell.message), "\(run.err)")
    let report = try #require(page)
    #expect(report.hasSuffix("</html>\n"))
    #expect(report.contains("above 1"))
    #expect(report.contains("Not run"))
    #expect(!report.contains("Current stack trace"))
    #expect(try leftovers(in: folder) == [])
  }

  /// Temporary files that should not be there.
  private func leftovers(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out").filter {
      !["nb.html", "index.html", "SHA256SUMS"].contains($0)
    }
  }

  @Test(
    "A notebook that cannot be read: status 2 and a message that tells how to mend it",
    arguments: [
      ("---\ntitel: x\n---\n", "title"), ("---\nparams: [\n---\n", "nb.md:"),
      ("---\nparams:\n  steps: 5\n---\n", "steps"), ("```swift\n//| lable: x\n1\n```\n", "label"),
      ("# T\n\n```swift\nlet a = 1\n", "nb.md:3"), ("![x](missing.png)\n", "nb.md:1"),
      ("see @fig-los\n\n```swift\n//| label: fig-loss\n1\n```\n", "fig-loss"),
    ])
  func unreadable(_ text: String, _ hint: String) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (run, page) = try CommandRun.render(text, ["-P", "step=7"], in: folder)
    #expect(run.status == 2)
    #expect(run.err.contains("error:") && run.err.contains(hint), "\(run.err)")
    #expect(page == nil)
  }

  @Test(
    "Wrong arguments: status 2, the nearest known one named",
    arguments: [
      (["rendr"], "render"), (["render", "missing.md"], "missing.md"),
      (["render", "."], "no notebooks"),
      (["render", "--timeout", "x", "nb.md"], "--timeout"), (["run"], "file"),
      (["render", "nb.md", "-o", "stdout.txt/x"], "stdout.txt/x"),
    ])
  func wrongArguments(_ arguments: [String], _ hint: String) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    if arguments.contains("nb.md") {
      try Data("# T\n".utf8).write(to: folder.appending(path: "nb.md"))
    }
    let run = try CommandRun.run(arguments, in: folder)
    #expect(run.status == 2)
    #expect(run.err.contains(hint), "\(run.err)")
  }

  @Test("Bytes that are not UTF-8 are named with their line")
  func notUTF8() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try (Data("# T\n\nx".utf8) + [0xFF]).write(to: folder.appending(path: "nb.md"))
    let run = try CommandRun.run(["render", "nb.md"], in: folder)
    #expect(run.status == 2)
    #expect(run.err.contains("nb.md:3"), "\(run.err)")
  }

  @Test("The same bytes with another folder, thread count and cache; unchanged runs nothing")
  func sameBytes() throws {
    let text = """
      # T

      ```swift
      let text = StoryGrammar().text(sentences: 60, using: &generator)
      let vocabulary = CharacterVocabulary(text)
      let model = LanguageModel(
        vocabularySize: vocabulary.count, embeddingSize: 5, hiddenSize: 7, using: &generator)
      let history = train(
        model, on: vocabulary.encode(text), batch: 3, time: 9, steps: 6, optimizer: Adam())
      show(Chart("Loss", x: "step", y: "nats").line(history.losses, name: "loss"))
      Dictionary(grouping: 0..<9) { $0 % 4 }
      ```

      The last loss is `{swift} history.losses.last`.

      """
    var pages: [String] = []
    for options in [["--threads", "1"], ["--threads", "2"], ["--no-cache"]] {
      let folder = try CommandRun.folder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let (run, page) = try CommandRun.render(text, options, in: folder)
      #expect(run.status == 0, "\(run.err)")
      pages.append(try #require(page))
      let (again, same) = try CommandRun.render(
        text.replacingOccurrences(of: "# T", with: "# T"), ["--explain"], in: folder)
      #expect(same == page)
      if options != ["--no-cache"] {
        #expect(again.err.contains("reused") && !again.err.contains("run:"), "\(again.err)")
        let (edited, _) = try CommandRun.render(
          text.replacingOccurrences(of: "The last loss", with: "Edited prose: the last loss"),
          ["--explain"], in: folder)
        #expect(!edited.err.contains("run:"), "\(edited.err)")
      }
    }
    #expect(Set(pages).count == 1)
  }

  @Test("Names can be declared anew; a cell does not see what stands below it")
  func shadowing() throws {
    let cells = ["let x = 1", "let x = \"s\"\nx", "func f() -> String { x + \"t\" }\nf()", "x;"]
    let text = cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
    let (run, page) = try CommandRun.render(text)
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains("st") == true)
    let (later, _) = try CommandRun.render("```swift\nprint(y)\n```\n\n```swift\nlet y = 1\n```\n")
    #expect(later.status == 1)
    #expect(later.err.contains("cannot find 'y' in scope"), "\(later.err)")
  }

  @Test("An announced failure is an output; the cells below go on without it")
  func expectedFailure() throws {
    let head = "```swift\nvar count = 1\n```\n\n"
    let failing = "```swift\n//| error: true\ncount = 9\nfatalError(\"as announced\")\n```\n\n"
    let (run, page) = try CommandRun.render(
      head + failing + "```swift\nprint(\"count\", count)\n```\n")
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains("as announced") == true)
    #expect(page?.contains("count 1") == true)
    let (good, _) = try CommandRun.render(head + "```swift\n//| error: true\nprint(1)\n```\n")
    #expect(good.status == 1)
    #expect(good.err.contains("ran to its end"))
  }

  @Test(
    "After an announced failure the state above is back, whether or not threads ran there",
    arguments: [(false, "."), (true, "..")])
  func expectedFailureBesideThreads(thread: Bool, runs: String) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let start = thread ? "Thread.detachNewThread { while true { sleep(1) } }" : ""
    // The sum is large enough for the engine's own threads; the file counts how often the cell runs.
    let above = """
      ```swift
      import Foundation
      var count = 1
      \(start)
      let file = try FileHandle(forUpdating: URL(filePath: "runs.txt"))
      try file.seekToEnd()
      try file.write(contentsOf: Data(".".utf8))
      let a = Variable(Tensor(repeating: 1, shape: [256, 256]))
      let sum = a.matmul(a).sum().value.scalar
      ```

      """
    let failing = "```swift\n//| error: true\ncount = 9\nfatalError(\"as announced\")\n```\n\n"
    let below = "```swift\nprint(\"count\", count, a.matmul(a).sum().value.scalar == sum)\n```\n"
    try Data().write(to: folder.appending(path: "runs.txt"))
    let (run, page) = try CommandRun.render(above + failing + below, in: folder)
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains("count 1 true") == true)
    let counted = try String(contentsOf: folder.appending(path: "runs.txt"), encoding: .utf8)
    #expect(counted == runs)
  }

  @Test("A file that a cell reads is part of its key; a damaged cache entry is a miss")
  func dependencies() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = folder.appending(path: "data.txt")
    try Data("one".utf8).write(to: data)
    let text = "```swift\nprint(try readText(\"data.txt\"))\n```\n"
    #expect(try CommandRun.render(text, in: folder).page?.contains("one") == true)
    try Data("two".utf8).write(to: data)
    #expect(try CommandRun.render(text, in: folder).page?.contains("two") == true)
    let results = folder.appending(path: ".unroll/results")
    for name in try FileManager.default.contentsOfDirectory(atPath: results.path) {
      try Data("damaged".utf8).write(to: results.appending(path: name))
    }
    let (run, page) = try CommandRun.render(text, in: folder)
    #expect(run.status == 0)
    #expect(page?.contains("two") == true)
  }

  @Test("A process and a thread that a cell leaves running do not survive the run")
  func strayProcesses() throws {
    let code = """
      import Foundation
      let sleeper = Process()
      sleeper.executableURL = URL(fileURLWithPath: "/bin/sleep")
      sleeper.arguments = ["98765"]
      try sleeper.run()
      Thread.detachNewThread { while true { usleep(1000) } }
      """
    let (run, _) = try CommandRun.render("```swift\n\(code)\n```\n")
    #expect(run.status == 0, "\(run.err)")
    let running = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
      let line = FileManager.default.contents(atPath: "/proc/\($0)/cmdline") ?? Data()
      return String(decoding: line, as: UTF8.self).contains("sleep\0" + "98765")
    }
    #expect(running == [])
  }

  @Test("new writes a notebook that runs; check tells other bytes by status 3; clean forgets")
  func verbs() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try CommandRun.run(["new", "first"], in: folder).status == 0)
    #expect(try CommandRun.run(["new", "first"], in: folder).status == 2)
    let run = try CommandRun.run(["run", "first.md", "-P", "steps=30"], in: folder)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out.contains("Training loss"))
    #expect(run.out.allSatisfy { $0 != "\r" })
    let small = "```swift\nprint(1)\n```\n"
    _ = try CommandRun.render(small, in: folder)
    #expect(try CommandRun.run(["check", "nb.md", "-o", "out"], in: folder).status == 0)
    try Data(small.replacingOccurrences(of: "1", with: "2").utf8)
      .write(to: folder.appending(path: "nb.md"))
    #expect(try CommandRun.run(["check", "nb.md", "-o", "out"], in: folder).status == 3)
    #expect(try CommandRun.run(["clean", "."], in: folder).status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.unroll"))
  }

  @Test("Every example of the README runs")
  func readme() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let notebook = try #require(text.split(separator: "````").dropFirst().first)
      .drop { $0 != "\n" }.dropFirst()
    let (run, page) = try CommandRun.render(String(notebook), ["-P", "sentences=80"])
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains("Figure 1") == true)
    let library = try #require(text.range(of: "```swift\nimport SequenceModels\n"))
    let code = text[library.upperBound...].prefix(
      upTo: try #require(
        text[library.upperBound...].range(of: "```")
      ).lowerBound)
    let (engine, _) = try CommandRun.render("```swift\n\(code)```\n")
    #expect(engine.status == 0, "\(engine.err)")
  }

  @Test(
    "Ctrl-C, SIGTERM and SIGHUP end a run: no process, no half-written report",
    arguments: [SIGINT, SIGTERM, SIGHUP])
  func interruption(number: Int32) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let spin = """
      ```swift
      import Foundation
      try Data().write(to: URL(filePath: "started"))
      while true {}
      ```

      """
    try Data(spin.utf8).write(to: folder.appending(path: "nb.md"))
    let process = Process()
    process.executableURL = CommandRun.programs.appending(path: "unroll")
    process.arguments = ["render", "nb.md", "-o", "out"]
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = Date().addingTimeInterval(30)
    while !FileManager.default.fileExists(atPath: folder.path + "/started"), Date() < deadline {
      usleep(20_000)
    }
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationStatus == 128 + number)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out") == [])
    Thread.sleep(forTimeInterval: 0.5)
    let kernels = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
      let line = FileManager.default.contents(atPath: "/proc/\($0)/cmdline") ?? Data()
      return String(decoding: line, as: UTF8.self).contains("unroll-kernel")
        && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd"))
          == folder.path
    }
    #expect(kernels == [])
  }

  @Test("A report that cannot be written whole is not written at all, and the old one stays")
  func noSpace() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = "```swift\nprint(1)\n```\n"
    let (first, page) = try CommandRun.render(text, in: folder)
    #expect(first.status == 0, "\(first.err)")
    // A limit of the file size stands for a full disk; everything that is run comes from the cache.
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -f 4; exec \"$0\" render nb.md -o out 2> err.txt",
      CommandRun.programs.appending(path: "unroll").path,
    ]
    process.currentDirectoryURL = folder
    try Data((text + "\nMore prose.\n").utf8).write(to: folder.appending(path: "nb.md"))
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    let err = try String(contentsOf: folder.appending(path: "err.txt"), encoding: .utf8)
    #expect(err.contains("out/nb.html: the file cannot be written"), "\(err)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out").sorted()
    #expect(files == ["SHA256SUMS", "index.html", "nb.html"])
    #expect(try String(contentsOf: folder.appending(path: "out/nb.html"), encoding: .utf8) == page)
  }

  @Test("Several notebooks at once give the bytes that one after the other gives")
  func jobs() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["a", "b", "c"] {
      try Data("```swift\nprint(\"\(name)\", Int.random(in: 0...9, using: &generator))\n```\n".utf8)
        .write(to: folder.appending(path: name + ".md"))
    }
    var sums: [String] = []
    for jobs in ["1", "3"] {
      let run = try CommandRun.run(
        ["render", ".", "-o", "out\(jobs)", "--no-cache", "--jobs", jobs], in: folder)
      #expect(run.status == 0, "\(run.err)")
      sums.append(
        try String(contentsOf: folder.appending(path: "out\(jobs)/SHA256SUMS"), encoding: .utf8))
    }
    #expect(sums[0] == sums[1])
    #expect(sums[0].split(separator: "\n").count == 4)
  }

  @Test("A model that trains in a cell gives its memory back in every step")
  func trainingInLittleMemory() throws {
    // A step holds some 40 MB and would lose 25 of them; the cell's process is the release build.
    let text = """
      ```swift
      var g = SplitMix64(seed: 1)
      let text = (0..<8000).map { $0 * $0 % 65 }
      let model = LanguageModel(
        vocabularySize: 65, embeddingSize: 64, memory: GRU(64, 256, using: &g), using: &g)
      print(train(model, on: text, batch: 32, time: 64, steps: 24, optimizer: Adam()).losses.count)
      ```

      """
    let (run, page) = try CommandRun.render(text, ["--memory", "320"])
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains("24") == true)
  }

  @Test("A notebook of 10 MB renders")
  func large() throws {
    let prose = String(
      repeating: "Some *prose* with `code`, a word and another one.\n\n", count: 200_000)
    let (run, page) = try CommandRun.render("# T\n\n```swift\nprint(\"ran\")\n```\n\n" + prose)
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains("ran") == true)
  }

  @Test("A thousand cells render")
  func manyCells() throws {
    let text = (0..<1000).map { "```swift\nlet v\($0) = \($0)\nprint(v\($0))\n```\n" }
      .joined(separator: "\n")
    let (run, page) = try CommandRun.render(text)
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains(">999</") == true || page?.contains("999\n") == true)
  }

  @Test("Two runs at once in one folder do not harm each other")
  func twoAtOnce() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("```swift\nprint(\"both\")\n```\n".utf8).write(to: folder.appending(path: "nb.md"))
    let processes = try (0..<2).map { _ in
      let process = Process()
      process.executableURL = CommandRun.programs.appending(path: "unroll")
      process.arguments = ["render", "nb.md", "-o", "out", "--quiet"]
      process.currentDirectoryURL = folder
      try process.run()
      return process
    }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let page = try String(contentsOf: folder.appending(path: "out/nb.html"), encoding: .utf8)
    #expect(page.contains("both") && page.hasSuffix("</html>\n"))
  }

  @Test("Rendering one notebook keeps the index and the digests of the others")
  func oneOfTwo() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = ["a", "b"]
    for name in names {
      try Data("# Title \(name)\n\n```swift\nprint(\"\(name)\")\n```\n".utf8)
        .write(to: folder.appending(path: name + ".md"))
    }
    func read(_ file: String) throws -> String {
      try String(contentsOf: folder.appending(path: "out/" + file), encoding: .utf8)
    }
    #expect(try CommandRun.run(["render", ".", "-o", "out"], in: folder).status == 0)
    let (index, sums) = (try read("index.html"), try read("SHA256SUMS"))
    #expect(try CommandRun.run(["render", "b.md", "-o", "out"], in: folder).status == 0)
    #expect(try read("index.html") == index)
    #expect(try read("SHA256SUMS") == sums)
    #expect(sums.contains("a.html") && index.contains("Title a") && index.contains("Title b"))
    // A folder is the whole set: what is no longer in it leaves the index.
    try FileManager.default.removeItem(at: folder.appending(path: "a.md"))
    #expect(try CommandRun.run(["render", ".", "-o", "out"], in: folder).status == 0)
    #expect(try !read("index.html").contains("Title a"))
    #expect(try !read("SHA256SUMS").contains("a.html"))
  }

  @Test("Formats, JUnit results and plain progress lines")
  func formats() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = """
      # T

      ```swift
      //| label: training
      let text = CharacterVocabulary("ab").encode(String(repeating: "ab", count: 50))
      let model = LanguageModel(
        vocabularySize: 2, embeddingSize: 2, hiddenSize: 3, using: &generator)
      train(model, on: text, batch: 2, time: 5, steps: 20, optimizer: Adam());
      ```

      ```swift
      //| label: broken
      fatalError("a < b")
      ```

      """
    let (run, page) = try CommandRun.render(
      text, ["--format", "html,text,markdown,ipynb", "--junit", "junit.xml", "--verbose"],
      in: folder)
    #expect(run.status == 1)
    #expect(run.err.contains("step 20 of 20, loss 0."), "\(run.err)")
    #expect(page != nil)
    for ending in ["txt", "md", "ipynb"] {
      let file = try String(contentsOf: folder.appending(path: "out/nb." + ending), encoding: .utf8)
      #expect(file.contains("a < b"), "\(ending)")
    }
    let junit = try String(contentsOf: folder.appending(path: "junit.xml"), encoding: .utf8)
    #expect(junit.contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""))
    #expect(junit.contains("Fatal error: a &lt; b"))
    let wrong = try CommandRun.run(["render", "nb.md", "--format", "htm"], in: folder)
    #expect(wrong.status == 2 && wrong.err.contains("Did you mean html?"), "\(wrong.err)")
    let over = try CommandRun.run(
      ["render", "nb.md", "-o", ".", "--format", "markdown"], in: folder)
    #expect(over.status == 2 && over.err.contains("would replace the notebook"), "\(over.err)")
  }

  @Test(
    "A wrong SIMD level or thread count in the environment is named, status 2",
    arguments: ["UNROLL_SIMD", "UNROLL_THREADS"])
  func settings(_ name: String) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("```swift\n1\n```\n".utf8).write(to: folder.appending(path: "nb.md"))
    let run = try CommandRun.run(["render", "nb.md"], in: folder, settings: [name: "many"])
    #expect(run.status == 2)
    #expect(run.err.contains("error: \(name)=many"), "\(run.err)")
  }
}
