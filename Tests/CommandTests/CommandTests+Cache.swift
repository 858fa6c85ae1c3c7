import Foundation
import Testing

// The same bytes, and what is run again.
extension CommandTests {
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
        #expect(again.err.contains("kept") && !again.err.contains("run:"), "\(again.err)")
        let (edited, _) = try CommandRun.render(
          text.replacingOccurrences(of: "The last loss", with: "Edited prose: the last loss"),
          ["--explain"], in: folder)
        #expect(!edited.err.contains("run:"), "\(edited.err)")
      }
    }
    #expect(Set(pages).count == 1)
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
}
