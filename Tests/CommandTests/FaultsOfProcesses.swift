import Foundation
import Testing

/// Faults of the processes of a run: signals, limits, descriptors, threads.
@Suite(.serialized) struct FaultsOfProcesses {
  @Test("Text after control characters in a failure holds no address of the process")
  func addresses() throws {
    let name = "addresses-after-escape-in-fatalError.md"
    let given = try CaseFolder("faults/" + name).runAnew(name)
    let own = try CaseFolder(
      notebook: "```swift\n//| error: true\n"
        + "fatalError(\"\\u{9B}1mbold\\u{7}\\n at 0x00007fff of mine\")\n```\n"
    ).runAnew()
    for (run, word) in [(given, "red"), (own, "bold")] {
      #expect(run.status == 0, "\(run.err)")
      #expect(run.out.contains("Fatal error: ") && run.out.contains(word), "\(run.out)")
      #expect(!run.out.contains("0x00007f") || word == "bold", "\(run.out)")
      #expect(!run.out.contains("Current stack trace"), "\(run.out)")
      #expect(
        !run.out.unicodeScalars.contains("\u{1B}") && !run.out.unicodeScalars.contains("\u{9B}"))
    }
    #expect(
      own.out
        == (try CaseFolder(
          notebook: "```swift\n//| error: true\n"
            + "fatalError(\"\\u{9B}1mbold\\u{7}\\n at 0x00007fff of mine\")\n```\n"
        ).runAnew().out))
  }

  @Test(
    "With few descriptors a run says so, or gives the whole report",
    arguments: [10, 14, 15, 16, 17, 20, 26])
  func fewDescriptors(_ count: Int) throws {
    let folder = try CaseFolder(notebook: "```swift\nprint(\"PRINTED\")\n42\n```\n")
    let run = try folder.shell(
      "ulimit -n \(count); exec \"$0\" render nb.md -o out --format text --quiet --no-cache")
    #expect(!run.out.contains("PRINTED"))
    if run.status == 0 {
      #expect(try folder.read("out/nb.txt").contains("\nPRINTED\n\n42\n"))
    } else {
      #expect([1, 2, 126, 127].contains(run.status), "status \(run.status)")
    }
  }

  @Test(
    "A message that names no step of the notebook fails at its cell", arguments: [999_999, -1, 7])
  func forgedStep(_ step: Int) throws {
    let name = "forged-step-crashes-runner.md"
    let given = try CaseFolder("faults/" + name).runAnew(name)
    // As the messages are written now.
    let own = try CaseFolder(
      notebook: """
        ```swift
        import Glibc
        withUnsafeBytes(of: Int32(\(step)).littleEndian) { step in
          let bytes: [UInt8] = [4, 0, 0, 0, 0x53] + Array(step)
          _ = write(4, bytes, bytes.count)
        }
        print("x")
        ```

        ```swift
        print("below")
        ```

        """
    ).runAnew()
    for run in [given, own] {
      #expect(run.status == 1, "\(run.out)\(run.err)")
      #expect(run.out.contains("✗ The cell disturbed its runner"), "\(run.out)")
      #expect(run.out.contains("(not run: a cell above failed)"), "\(run.out)")
    }
  }

  @Test(
    "An interrupt while a cell is compiled is nobody's failure: nothing of it is kept or written")
  func interrupts() throws {
    let cells = (0..<3).map { "```swift\n//| error: true\nfatalError(\"real \($0)\")\n```\n" }
    let folder = try CaseFolder(notebook: cells.joined(separator: "\n"))
    #expect(try folder.unroll("render", "nb.md", "-o", "out", "--quiet").status == 0)
    let page = try folder.read("out/nb.html")
    var hits = 0
    for (round, number) in [SIGINT, SIGTERM, SIGINT, SIGTERM].enumerated() {
      for name in ["results", "objects"] { try? folder.remove(".unroll/" + name) }
      let process = Process()
      process.executableURL = CommandRun.programs.appending(path: "unroll")
      process.arguments = ["render", "nb.md", "-o", "out", "--quiet"]
      process.currentDirectoryURL = folder.url
      process.standardError = FileHandle.nullDevice
      try process.run()
      while process.isRunning, FaultProcesses.find(.compiler, of: process.processIdentifier) == nil
      {
        usleep(500)
      }
      usleep(UInt32(round) * 40_000)
      if process.isRunning, kill(process.processIdentifier, number) == 0 { hits += 1 }
      process.waitUntilExit()
      #expect([0, 128 + number].contains(process.terminationStatus))
      #expect(try folder.read("out/nb.html") == page)
      #expect(try folder.unroll("render", "nb.md", "-o", "out", "--quiet").status == 0)
      #expect(try folder.read("out/nb.html") == page)
    }
    #expect(hits > 0)
  }

  @Test("Memory of a cell's children and memory that they share counts, too")
  func memory() throws {
    let shared = "memory-limit-bypassed-shared.md"
    let first = try CaseFolder("faults/" + shared).runAnew(shared, ["--memory", "512"])
    #expect(first.status == 1 && first.err.contains("more than 512 MiB"), "\(first.err)")
    let child = "memory-limit-bypassed-child.md"
    // The child's mapping of 1 GiB is possible below twice the limit.
    let second = try CaseFolder("faults/" + child).runAnew(child, ["--memory", "640"])
    #expect(second.status == 1 && second.err.contains("more than 640 MiB"), "\(second.err)")
    let own = try CaseFolder(
      notebook: """
        ```swift
        import Glibc
        let f = unsafeBitCast(dlsym(nil, "fork")!, to: (@convention(c) () -> Int32).self)
        for _ in 0..<3 where f() == 0 {
          let p = mmap(nil, 90 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
          memset(p!, 1, 90 << 20)
          sleep(5)
          _exit(0)
        }
        sleep(6)
        ```

        """
    ).runAnew("nb.md", ["--memory", "200"])
    #expect(own.status == 1 && own.err.contains("more than 200 MiB"), "\(own.err)")
  }

  @Test("Several threads that show at once lose nothing and do not hang")
  func showingThreads() throws {
    let name = "show-from-threads-hangs.md"
    let given = try CaseFolder("faults/" + name).runAnew(name)
    #expect(given.status == 0, "\(given.err)")
    for k in 0..<32 { #expect(given.out.contains("Run \(k)\n")) }
    let own = try CaseFolder(
      notebook: """
        ```swift
        //| timeout: 30
        import Foundation
        DispatchQueue.concurrentPerform(iterations: 8) { k in
          for n in 0..<50 {
            print("p\\(k).\\(n)")
            show("s\\(k).\\(n)")
          }
        }
        ```

        """
    ).runAnew()
    #expect(own.status == 0, "\(own.err)")
    for k in 0..<8 {
      for kind in ["p", "s"] {
        let lines = own.last.filter { $0.hasPrefix("\(kind)\(k).") }
        #expect(lines == (0..<50).map { "\(kind)\(k).\($0)" })
      }
    }
  }
}
