import Foundation
import Testing

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
      ![".unroll-reports", "nb.html", "index.html", "SHA256SUMS"].contains($0)
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

  @Test(
    "A parameter of the wrong type: status 2, with its name, its value and what it must be",
    arguments: [("steps=many", "integer"), ("steps=1.5", "integer"), ("rate=fast", "number")])
  func wrongParameterType(setting: String, kind: String) throws {
    let text = "---\nparams:\n  steps: 5\n  rate: 0.5\n---\n\n```swift\nparams.steps\n```\n"
    let (run, page) = try CommandRun.render(text, ["-P", setting])
    #expect(run.status == 2)
    let parts = setting.split(separator: "=")
    #expect(
      run.err.contains(parts[0]) && run.err.contains(parts[1]) && run.err.contains(kind),
      "\(run.err)")
    #expect(page == nil)
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
