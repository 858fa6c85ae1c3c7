import Testing

@testable import Runs

@Suite struct CompilerDiagnosticTests {
  private let said = """
    n.md:8:17: error: missing argument labels 'vocabularySize:size:' in call
    let k = Embedding(9, 3)
                     ^
                      vocabularySize:  size: 
    SequenceModels.Embedding.init:2:8: note: 'init(vocabularySize:size:using:)' declared here
    public init(vocabularySize: Int, size: Int)}
           ^
    n.md:2:5: error: cannot find 'x' in scope
    x + 1
    ^
    UnrollCell0001.P:1:17: note: type declared here
    internal struct P : Sendable {
                    ^
    """

  @Test("Heads, fixes and shown declarations are read")
  func reading() {
    let list = CompilerDiagnostic.list(in: said)
    #expect(list.map(\.severity) == [.error, .note, .error, .note])
    #expect(list[0].fix == CompilerDiagnostic.Fix(column: 19, text: "vocabularySize: size:"))
    #expect(list[0].line == 8 && list[0].column == 17)
    #expect(list[1].fix == nil && list[1].shownLine.hasPrefix("public init("))
  }

  @Test("Each step has a failure of its own, with the notes that follow its errors")
  func failures() throws {
    let parsed = try Parsed(["x + 1", "\n\nlet k = Embedding(9, 3)"])
    let failures = parsed.source.failures(
      of: parsed.batches[0], CompilerDiagnostic.list(in: said))
    #expect(failures.map(\.step) == [0, 1])
    #expect(failures[0].failure.message == "cannot find 'x' in scope")
    #expect(
      failures[0].failure.notes.map(\.message)
        == ["type declared here: `internal struct P : Sendable`"])
    #expect(
      failures[1].failure.notes.map(\.message) == [
        "write `vocabularySize: size:`",
        "'init(vocabularySize:size:using:)' declared here: "
          + "`public init(vocabularySize: Int, size: Int)`",
      ])
    #expect(failures[1].failure.notes.last?.location == nil)
  }

  @Test("Columns count what stands left of a cell in a list")
  func indented() throws {
    let parsed = try Parsed(text: "- item\n\n  ```swift\n  let a = 1\n  x + 1\n  ```\n")
    let diagnostic = CompilerDiagnostic(
      severity: .error, file: "n.md", line: 5, column: 1, message: "m")
    let place = parsed.source.location(diagnostic, in: parsed.batches[0])
    #expect(place.line == 5 && place.column == 3)
    #expect(parsed.source.indents == [4: 2, 5: 2])
  }
}
