import Foundation
import Testing

/// Cases of what runs show, keep and run again.
@Suite struct CasesOfRuns {
  @Test(
    "A file that a cell wrote and that is gone is written again",
    arguments: ["safetensors", "text"])
  func missingOutput(_ kind: String) throws {
    let folder = try CaseFolder("cases/cached-cell-leaves-no-file")
    var made = "made.safetensors"
    if kind == "text" {
      made = "deep/made.txt"
      try folder.write(
        "nb.md",
        """
        ```swift
        import Foundation
        try FileManager.default.createDirectory(atPath: "deep", withIntermediateDirectories: true)
        let out = fopen("deep/made.txt", "w")
        fputs("kept", out)
        fclose(out)
        print("saved")
        ```

        """)
    }
    #expect(try folder.unroll("run", "--quiet", "nb.md").last == ["saved"])
    let bytes = try Data(contentsOf: folder.url.appending(path: made))
    try folder.remove(String(made.split(separator: "/")[0]))
    #expect(try folder.unroll("run", "--quiet", "nb.md").last == ["saved"])
    #expect(try Data(contentsOf: folder.url.appending(path: made)) == bytes)
  }

  @Test("What another program prints stands between what the cell prints before and after it")
  func childrenInOrder() throws {
    let given = try CaseFolder("cases/child-and-print-order").runAnew()
    #expect(given.last == ["1 before the child", "2 child", "3 after", "4 FileHandle", "5 last"])
    let own = try CaseFolder(
      notebook: """
        ```swift
        import Foundation
        for k in 1...3 {
          print("print \\(k)", terminator: "; ")
          let p = Process()
          p.executableURL = URL(filePath: "/bin/sh")
          p.arguments = ["-c", "echo out \\(k); echo err \\(k) >&2"]
          try p.run()
          p.waitUntilExit()
        }
        print("end")
        ```

        """
    ).runAnew()
    #expect(
      own.last == [
        "print 1; out 1", "err 1", "print 2; out 2", "err 2", "print 3; out 3", "err 3", "end",
      ], "\(own.out)")
  }

  @Test("Printed text, errors and shown values stand in the order of the calls, in every run")
  func orderOfOutputs() throws {
    let folder = try CaseFolder("cases/stderr-race")
    let expected = (1...3).flatMap { ["out \($0)", "err \($0)", "show \($0)"] }
    let outs = try (0..<12).map { _ in try folder.runAnew() }
    for run in outs { #expect(run.last.map(String.init) == expected) }
    #expect(Set(outs.map(\.out)).count == 1)
    let notebooks = folder.url.appending(path: "n")
    try FileManager.default.createDirectory(at: notebooks, withIntermediateDirectories: true)
    try folder.write("n/nb.md", try folder.read("nb.md"))
    #expect(try folder.unroll("render", "--quiet", "n").status == 0)
    for _ in 0..<5 { #expect(try folder.unroll("check", "--quiet", "n").status == 0) }
    let given = try CaseFolder("faults/stdout-and-stderr-order.md")
      .runAnew("stdout-and-stderr-order.md")
    #expect(given.last == ["before", "warning", "after"])
  }

  @Test("A folder that is moved, copied or reached by another path renders as before")
  func movedFolder() throws {
    let folder = try CaseFolder("cases/moved-folder-breaks")
    #expect(try folder.unroll("render", "--quiet", in: "p").status == 0)
    let manager = FileManager.default
    try manager.moveItem(at: folder.url.appending(path: "p"), to: folder.url.appending(path: "q"))
    let text = try folder.read("q/notebooks/a.md").replacing("one", with: "two")
    try folder.write("q/notebooks/a.md", text)
    let moved = try folder.unroll("render", "--quiet", in: "q")
    #expect(moved.status == 0, "\(moved.err)")
    let page = try folder.read("q/output/a.html")
    #expect(page.contains("two") && !page.contains(folder.url.path))
    try manager.copyItem(at: folder.url.appending(path: "q"), to: folder.url.appending(path: "r"))
    try manager.createSymbolicLink(
      at: folder.url.appending(path: "link"), withDestinationURL: folder.url.appending(path: "r"))
    try folder.write("r/notebooks/a.md", text.replacing("two", with: "three"))
    for (start, path) in [
      ("r", "notebooks"), ("r/notebooks", "../notebooks"), ("", "link/notebooks"),
    ] {
      for option in ["--quiet", "--no-cache"] {
        let run = try folder.unroll("render", option, path, "-o", "out", in: start)
        #expect(run.status == 0, "\(start) \(path): \(run.err)")
        let page = try folder.read(start + "/out/a.html")
        #expect(page.contains("three") && !page.contains(folder.url.path))
      }
    }
  }

  @Test("A cell that reads weights runs again when they change")
  func weights() throws {
    let folder = try CaseFolder("cases/weights-file-not-a-dependency")
    _ = try folder.runAnew("make.md")
    let first = try folder.unroll("run", "--quiet", "nb.md")
    _ = try folder.runAnew("make.md", ["-P", "s=2"])
    let second = try folder.unroll("run", "--quiet", "--explain", "nb.md")
    #expect(first.last != second.last)
    #expect(second.err.contains("w.safetensors changed"), "\(second.err)")
    #expect(try folder.runAnew().last == second.last)
    #expect(try folder.unroll("run", "--quiet", "--explain", "nb.md").err.contains("kept"))
  }

  @Test(
    "Whatever way a file is read, the cell runs again when it changes",
    arguments: [
      "print(try Safetensors(contentsOf: \"w.safetensors\").names)",
      "print(try Data(contentsOf: URL(filePath: \"w.safetensors\")).count)",
      "let f = fopen(\"w.safetensors\", \"r\")\nvar n = 0\nwhile fgetc(f) != EOF { n += 1 }\nprint(n)",
      "var s = stat()\nlet f = open(\"w.safetensors\", O_RDONLY)\nfstat(f, &s)\nprint(s.st_size)",
      "print(FileManager.default.fileExists(atPath: \"w.safetensors\"))",
    ])
  func readings(_ code: String) throws {
    let folder = try CaseFolder("cases/weights-file-not-a-dependency")
    try folder.write("nb.md", "```swift\nimport Foundation\n\(code)\n```\n")
    _ = try folder.runAnew("make.md")
    let first = try folder.unroll("run", "nb.md")
    #expect(first.status == 0, "\(first.err)")
    if code.contains("fileExists") {
      try folder.remove("w.safetensors")
    } else {
      try folder.write(
        "make.md",
        try folder.read("make.md").replacing("Linear(1, 1,", with: "GRU(2, 3,"))
      let made = try folder.runAnew("make.md")
      try #require(made.status == 0, "\(made.err)")
    }
    let second = try folder.unroll("run", "nb.md")
    #expect(second.last == (try folder.runAnew().last))
    #expect(second.last != first.last)
  }
}
