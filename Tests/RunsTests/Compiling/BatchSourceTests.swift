import Testing

@testable import Runs

@Suite struct BatchSourceTests {
  @Test("Imports of the cells above hold below, with private names")
  func imports() throws {
    let text = try Parsed(["import Foundation", "let a = 1", "let a = Date()"]).lastText()
    #expect(
      text.contains("@_private(sourceFile: \"UnrollCell0001.swift\") import UnrollCell0001\n"))
    #expect(text.contains("\nimport Foundation\n"))
    // Not a whole line of the author's: it comes before all steps.
    let place = try #require(text.range(of: "\nimport Foundation\n"))
    #expect(text[..<place.lowerBound].contains("_unrollBegin") == false)
  }

  @Test("The newest variable hides older ones; functions are overloads until one is declared anew")
  func hiding() throws {
    let values = try Parsed(["let a = 1", "var a = 2", "extension Int {}"]).lastText()
    #expect(values.contains("import var UnrollCell0002.a\n"))
    #expect(!values.contains("import let UnrollCell0001.a\n"))
    let overloads = ["func f(_ a: Int) {}", "func f(_ a: String) {}", "extension Int {}"]
    #expect(!(try Parsed(overloads).lastText()).contains("import func"))
    let anew = [
      "func f(_ a: Int) {}", "func f(_ a: String) {}", "func f(_ b: Int) {}", "extension Int {}",
    ]
    let text = try Parsed(anew).lastText()
    #expect(text.contains("import func UnrollCell0003.f\n"))
    #expect(text.contains("import func UnrollCell0002.f\n"))
    #expect(!text.contains("import func UnrollCell0001.f\n"))
  }

  @Test(
    "A name declared anew from itself means the one of the cells above",
    arguments: [
      ("let a = a.filter { $0 > 1 }", "let a = UnrollCell0001.a.filter { $0 > 1 }"),
      ("print(a)\nlet a = \"\\(a)\"", "print(UnrollCell0001.a)\nlet a = \"\\(UnrollCell0001.a)\""),
      ("let a = a.map { a in a + 1 }", "let a = UnrollCell0001.a.map { a in a + 1 }"),
      ("let (a, b) = (f(a: a), 2)", "let (a, b) = (f(a: UnrollCell0001.a), 2)"),
      ("let a = x.a\nprint(a);", "let a = x.a\nprint(a);"),
    ])
  func redeclared(code: String, compiled: String) throws {
    let text = try Parsed(["let a = [1]", code]).lastText()
    #expect(text.contains("\n\(compiled)\n"), "\(text)")
  }

  @Test("The value of a last expression is held before it is shown, on its own line")
  func lastExpression() throws {
    let text = try Parsed(["let a = 1\n  a + 1"]).lastText()
    #expect(
      text.contains(
        "#sourceLocation(file: \"n.md\", line: 2)\ndo { let _unrollValue =\n  a + 1"), "\(text)")
  }

  @Test("The runtime ends the last step, not the text")
  func ends() throws {
    let text = try Parsed(["let a = 1", "print(a)"]).lastText()
    #expect(text.contains("_unrollEnd(0)"))
    #expect(!text.contains("_unrollEnd(1)"))
  }

  @Test("A cell that awaits says that it has ended; what it defers is done before")
  func awaiting() throws {
    let text = try Parsed(["defer { print(2) }\nlet v = await f()"]).lastText()
    #expect(text.contains("_unrollDefer { print(2) }\nnonisolated(unsafe) let v = await f()\n"))
    #expect(text.hasSuffix("await _unrollFinish()\n"))
  }
}
