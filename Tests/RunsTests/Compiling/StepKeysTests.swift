import Notebooks
import Testing

@testable import Runs

@Suite struct StepKeysTests {
  private func keys(_ text: String, path: String = "n.md") throws -> [String] {
    let planned = try PlannedNotebook(text, path: path)
    var keys = planned.keys
    for _ in planned.notebook.steps {
      keys.advance()
      keys.note(StepRecord())
    }
    return keys.keys
  }

  private func cells(_ codes: String..., prose: String = "") -> String {
    codes.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n\(prose)\n")
  }

  @Test("Lines inserted above a cell run it again only if something can tell")
  func lines() throws {
    let plain = try keys(cells("func f() -> Int { 1 }", "f()"))
    #expect(try keys(cells("func f() -> Int { 1 }", "f()", prose: "more\n\nlines")) == plain)
    let telling = ["func f(_ l: Int = #line) -> Int { l }", "f()", "print(1)"]
    let near = try keys(cells(telling[0], telling[1], telling[2]))
    let far = try keys(cells(telling[0], telling[1], telling[2], prose: "more\n\nlines"))
    #expect(near[0] == far[0])
    #expect(near[1] != far[1])
  }

  @Test("The notebook's name counts where a cell can print it")
  func names() throws {
    let plain = cells("print(1)")
    #expect(try keys(plain) == keys(plain, path: "other.md"))
    for word in ["#file", "#fileID", "#filePath"] {
      let telling = cells("print(\(word))")
      #expect(try keys(telling) != keys(telling, path: "other.md"))
      #expect(try keys(telling) == keys(telling, path: "folder/n.md"))
    }
  }
}
