import Testing

@testable import Runs

@Suite struct SourceEditTests {
  private let edits = [
    SourceEdit(step: 0, offset: 4, inserting: "public "),
    SourceEdit(step: 0, offset: 11, removing: 5, inserting: "_later"),
  ]

  @Test("Edits change the text at their places, whatever their order")
  func apply() {
    let code = Array("abc def gh defer {}".utf8)
    let edited = SourceEdit.apply(edits.reversed(), to: code)
    #expect(String(decoding: edited, as: UTF8.self) == "abc public def gh _later {}")
  }

  @Test(
    "A column of the edited line is told as that of the author's",
    arguments: [
      (0, 0), (4, 4), (7, 4), (11, 4), (12, 5), (17, 10), (18, 11), (21, 11), (24, 16), (25, 17),
    ])
  func columns(edited: Int, original: Int) {
    #expect(SourceEdit.original(column: edited, ofLineAt: 0, edits) == original)
  }
}
