import Foundation
import Testing

/// Cells behave as their code does in a program.
///
/// One snippet at a time, whose page and program are made at the same time.
@Suite(.serialized, SnippetFolder()) struct SnippetTests {
  @Test("A notebook prints what its cells print as one program", arguments: Snippet.all)
  func comparison(_ snippet: Snippet) throws {
    let folder = try #require(SnippetFolder.current)
    let (page, program) = try snippet.outcomes(in: folder)
    let difference = SnippetOutcome.difference(page: page, program: program)
    guard let reason = snippet.difference else {
      #expect(difference == nil, "\(snippet.name).md: \(difference ?? "")")
      return
    }
    #expect(!reason.isEmpty, "\(snippet.name).md: 'differs:' needs a reason")
    #expect(
      difference != nil,
      "\(snippet.name).md does what the program does; its 'differs:' can go")
    // What a page does instead is as certain: it prints what the snippet says, or is refused.
    #expect(page.text == snippet.printed, "\(snippet.name).md: \(difference ?? "")")
    #expect(page.text != nil || program.text != nil, "\(snippet.name).md: \(difference ?? "")")
  }

  @Test("At least 150 snippets are to agree, each split into cells")
  func size() {
    #expect(Snippet.all.count { $0.difference == nil } >= 150)
    #expect(Snippet.all.filter { $0.cells.count < 2 }.map(\.name) == [])
  }
}
