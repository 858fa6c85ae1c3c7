import Foundation
import Testing

// Cells: what they see of each other, and what becomes of their processes.
extension CommandTests {
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

  @Test(
    "A model that trains in a cell gives its memory back in every step",
    .enabled(if: CommandRun.testsReleaseBuild, "needs a release build newer than the sources"))
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
}
