import Foundation
import Testing

// What is written where, and what is not.
extension CommandTests {
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
      return String(decoding: line, as: UTF8.self).contains("unroll-cells")
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
    #expect(files == [".unroll-reports", "SHA256SUMS", "index.html", "nb.html"])
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
}
