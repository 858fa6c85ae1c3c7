import Foundation
import Testing

/// Cases of what is written where, and of what the command says.
@Suite struct CasesOfPublishing {
  @Test("Two notebooks that would write one file are an error, as is one called index")
  func sameFile() throws {
    let folder = try CaseFolder("cases/index-notebook-lost")
    let both = try folder.unroll("render")
    #expect(both.status == 2)
    #expect(both.err.contains("notebooks/a.volatile.md"), "\(both.err)")
    #expect(!folder.has("output/a.html"))
    try folder.remove("notebooks/a.volatile.md")
    let index = try folder.unroll("render")
    #expect(index.status == 2)
    #expect(index.err.contains("notebooks/index.md") && index.err.contains("index.html"))
    let volatile = try CaseFolder("faults/volatile-collision").unroll("render", ".")
    #expect(volatile.status == 2)
    #expect(volatile.err.contains("a.volatile.html"), "\(volatile.err)")
    let own = try CaseFolder()
    try own.write("x/n.md", "# X\n")
    try own.write("y/n.md", "# Y\n")
    let same = try own.unroll("render", "x/n.md", "y/n.md")
    #expect(same.status == 2 && same.err.contains("n.html"), "\(same.err)")
  }

  @Test(
    "A report whose notebook is gone or cannot be read is named", arguments: ["broken", "gone"])
  func staleReport(_ state: String) throws {
    let folder = try CaseFolder("cases/stale-report-stays")
    #expect(try folder.unroll("render", "--quiet").status == 0)
    if state == "gone" {
      try folder.remove("notebooks/b.md")
    } else {
      try folder.write("notebooks/b.md", "---\nfoo: 1\n---\n")
    }
    let run = try folder.unroll("render", "--quiet")
    #expect(run.status == (state == "gone" ? 0 : 2))
    #expect(run.err.contains("output/b.html"), "\(run.err)")
    #expect(try !folder.read("output/SHA256SUMS").contains("b.html"))
    #expect(try !folder.read("output/index.html").contains("b.html"))
  }

  @Test(
    "JUnit results are well-formed whatever a cell throws",
    arguments: ["\\u{FFFE}\\u{FFFF}", "\\u{0}\\u{8}\\u{1B}[1m", "]]>\\u{10FFFF}<&\\\"'"])
  func junit(_ text: String) throws {
    let folder = try CaseFolder("cases/junit-forbidden-characters")
    try folder.write(
      "nb.md", try folder.read("nb.md").replacing("\\u{FFFE}\\u{FFFF}", with: text))
    let run = try folder.unroll("render", "--quiet", "--no-cache", "--junit", "j.xml", "nb.md")
    #expect(run.status == 1)
    let junit = try folder.read("j.xml")
    for scalar in junit.unicodeScalars {
      let isAllowed =
        [0x9, 0xA, 0xD].contains(scalar.value) || (0x20...0xD7FF).contains(scalar.value)
        || (0xE000...0xFFFD).contains(scalar.value) || scalar.value >= 0x10000
      #expect(isAllowed, "U+\(String(scalar.value, radix: 16)) in \(junit)")
    }
    #expect(junit.contains("bad(") && junit.hasSuffix("</testsuites>\n"))
    #expect(!junit.contains("]]><") && !junit.contains("<&"))
  }

  @Test("A reader that goes away ends a run quietly; an output that cannot be written is told")
  func closedOutputs() throws {
    let folder = try CaseFolder("cases/run-piped-to-head")
    let head = try folder.shell(
      "{ \"$0\" run --quiet --no-cache nb.md; echo $? > status; } | head -1; cat status")
    #expect(head.out == "nb\n0\n")
    let scripts = [
      ("\"$0\" run --quiet nb.md > /dev/full", 2), ("\"$0\" run --quiet nb.md >&-", 2),
      ("\"$0\" render nb.md 2>&-", 0), ("\"$0\" render nb.md 2> /dev/full", 0),
      ("\"$0\" render missing.md 2>&-", 2),
    ]
    for (script, status) in scripts {
      #expect(try folder.shell(script).status == Int32(status), "\(script)")
    }
  }

  @Test("--fail-fast says of the cells above that one below does not compile")
  func failFast() throws {
    let given = try CaseFolder("cases/fail-fast-says-above")
    let run = try given.unroll("run", "--quiet", "--no-cache", "--fail-fast", "nb.md")
    #expect(run.status == 1)
    #expect(run.out.contains("(not run: a cell below cannot be compiled)"), "\(run.out)")
    #expect(!run.out.contains("a cell above failed"))
    try given.write(
      "nb.md",
      "```swift\nprint(1)\n```\n\n" + (try given.read("nb.md")) + "\n```swift\nprint(2)\n```\n")
    let own = try given.unroll("run", "--quiet", "--no-cache", "--fail-fast", "nb.md")
    #expect(own.out.split(separator: "a cell below cannot be compiled").count == 3, "\(own.out)")
    #expect(own.out.split(separator: "a cell above failed").count == 2, "\(own.out)")
  }

  @Test("What stands at an output's path and is no plain file is never replaced")
  func specialFiles() throws {
    let folder = try CaseFolder(notebook: "# T\n\nx\n")
    // Stand-ins for devices.
    #expect(
      try folder.shell("mkfifo fifo; mkdir real; echo old > real/j.xml; ln -s real/j.xml link.xml")
        .status == 0)
    for name in ["fifo", "link.xml"] {
      let before = try kind(name, in: folder)
      // A reader, so that a FIFO can be opened.
      _ = try folder.shell(
        "timeout 20 cat \(name) >/dev/null & exec \"$0\" render nb.md -o o --quiet --junit \(name)")
      #expect(try kind(name, in: folder) == before)
    }
    #expect(try kind("real/j.xml", in: folder) == S_IFREG)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "p"), withIntermediateDirectories: true)
    #expect(try folder.shell("mkfifo p/nb.html").status == 0)
    _ = try folder.shell(
      "timeout 20 cat p/nb.html >/dev/null & exec \"$0\" render nb.md -o p --quiet")
    #expect(try kind("p/nb.html", in: folder) == S_IFIFO)
  }

  private func kind(_ name: String, in folder: CaseFolder) throws -> mode_t {
    var status = stat()
    try #require(lstat(folder.url.path + "/" + name, &status) == 0)
    return status.st_mode & S_IFMT
  }

  @Test("Renders of several notebooks into one folder at once lose nothing")
  func atOnce() throws {
    let folder = try CaseFolder()
    let names = (1...6).map { "n\($0)" }
    for name in names { try folder.write(name + ".md", "# \(name)\n") }
    for _ in 0..<3 {
      let processes = try names.map { name in
        let process = Process()
        process.executableURL = CommandRun.programs.appending(path: "unroll")
        process.arguments = ["render", name + ".md", "-o", "o", "--quiet"]
        process.currentDirectoryURL = folder.url
        try process.run()
        return process
      }
      for process in processes {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      let (sums, index) = (try folder.read("o/SHA256SUMS"), try folder.read("o/index.html"))
      for name in names {
        #expect(folder.has("o/\(name).html"))
        #expect(sums.contains(" \(name).html") && index.contains("\(name).html"))
      }
      #expect(try folder.shell("cd o && sha256sum -c SHA256SUMS").status == 0)
      try folder.remove("o")
    }
  }
}
