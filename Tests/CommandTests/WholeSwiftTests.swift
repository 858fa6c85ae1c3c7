import Foundation
import Testing

/// A notebook of several cells behaves as the code of its cells does in one file.
@Suite(.serialized) struct WholeSwiftTests {
  @Test("Cells give what their code gives", arguments: WholeSwiftCase.all)
  func cells(_ one: WholeSwiftCase) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try one.run(in: folder)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.err == "")
    #expect(one.printed(run) == one.expected)
    // Once more from the kept objects: what was repaired is kept under the text it came from.
    try FileManager.default.removeItem(at: folder.appending(path: ".unroll/results"))
    let again = try one.run(in: folder)
    #expect(one.printed(again) == one.expected, "\(again.err)")
  }

  @Test("Cells that fail fail at their place", arguments: WholeSwiftCase.failing)
  func failing(_ one: WholeSwiftCase) throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try one.run(in: folder)
    #expect(run.status == 1)
    #expect(
      run.err.split(separator: "\n").filter { !$0.contains("note: ") }.map(String.init)
        == one.expected, "\(run.err)")
    #expect(!run.out.contains("UnrollCell") && !run.err.contains("UnrollCell"))
  }

  @Test("For wrong arguments the compiler's notes show the declaration, and no path of the machine")
  func notes() throws {
    let (run, page) = try CommandRun.render(
      "```swift\nlet e = Embedding(9, 3)\n```\n\n```swift\nlet k = 5\nk = 6\n```\n")
    #expect(run.status == 1)
    let declared =
      "'init(vocabularySize:size:using:)' declared here: "
      + "`public init(vocabularySize: Int, size: Int, using generator: "
      + "inout some RandomNumberGenerator)`"
    #expect(run.err.contains(declared), "\(run.err)")
    #expect(run.err.contains("nb.md:2:18: note: write `vocabularySize: size:`"))
    #expect(run.err.contains("nb.md:6:1: note: write `var`"))
    #expect(page?.contains("vocabularySize: Int, size: Int, using generator") == true)
    for text in [run.err, page ?? ""] {
      #expect(!text.contains("/Sources/") && !text.contains(".build"))
    }
  }

  @Test("Lines inserted above a call, and a renamed notebook, are told as a fresh run tells them")
  func places() throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.md")
    let head = "```swift\nfunc here(_ line: Int = #line) -> Int { line }\nprint(#file)\n```\n\n"
    func run(_ name: String) throws -> [String] {
      try CommandRun.run(["run", "--quiet", name], in: folder).out.split(separator: "\n")
        .map(String.init)
    }
    try Data((head + "```swift\nhere()\n```\n").utf8).write(to: file)
    #expect(try run("a.md").last == "7")
    try Data((head + "more\nprose\n\n```swift\nhere()\n```\n").utf8).write(to: file)
    #expect(try run("a.md").last == "10")
    try FileManager.default.copyItem(at: file, to: folder.appending(path: "c.md"))
    #expect(try run("c.md").contains("c.md"))
  }

  @Test("After an announced failure the next one has its own lines")
  func linesAfterExpectedFailure() throws {
    let failing = "```swift\n//| error: true\n\n\n\nlet a = [1]\nprint(a[5])\n```\n\n"
    let function = "func f(_ n: Int) -> Int {\n  // why\n  [1, 2][n]\n}\n\nprint(f(7))"
    let (run, _) = try CommandRun.render("# T\n\n\(failing)```swift\n\(function)\n```\n")
    #expect(run.err.contains("nb.md:15:9: error: Fatal error: Index out of range"), "\(run.err)")
    #expect(run.err.contains("nb.md:18:7: note: called from here"))
  }
}
