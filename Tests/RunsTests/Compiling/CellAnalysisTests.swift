import Testing

@testable import Runs

@Suite struct CellAnalysisTests {
  @Test("A cell ends what it begins: what the next one closes is an error in both")
  func openCells() throws {
    for (head, tail) in [
      ("func f() {", "}"), ("/*", "*/"), ("let s = \"\"\"", "\"\"\""), ("#if true", "#endif"),
      ("print(", "1)"),
    ] {
      let analyses = try Parsed(["let a = 1", head, "\(tail)\nprint(2)", "let b = 1"]).analyses
      #expect(analyses[1].isBroken, "\(head)")
      #expect(analyses[2].isBroken, "\(tail)")
      #expect(!analyses[0].isBroken && !analyses[3].isBroken)
      #expect(analyses[3].declared.map(\.name) == ["b"])
    }
  }

  @Test(
    "What awaits at the top level is told from what awaits in a closure or function",
    arguments: [
      ("let a = await f()", true), ("for await x in xs { print(x) }", true),
      ("for try await x in xs {}", true), ("async let x = f()", true), ("print(await f())", true),
      ("out: for try await x in xs {}", true), ("print(\"\\(await f())\")", true),
      ("if await f() {}", true), ("do { try await f() } catch {}", true),
      ("Task { await f() }", false), ("func g() async { await f() }", false),
      ("let c = { await f() }", false), ("// await\nlet s = \"await\"", false),
      ("struct S { func g() async { for await x in xs {} } }", false),
    ])
  func awaiting(code: String, awaits: Bool) throws {
    let analysis = try #require(try Parsed([code]).analyses.first)
    #expect(!analysis.isBroken)
    #expect(analysis.awaits == awaits)
  }

  @Test("Imports keep their attributes and their kind")
  func imports() throws {
    let code = """
      import Foundation // text
      @preconcurrency import struct Dispatch.DispatchTime
      let x = 1
      """
    #expect(
      try Parsed([code]).analyses[0].imports == [
        "import Foundation", "@preconcurrency import struct Dispatch.DispatchTime",
      ])
  }

  @Test("A function's signature is its labels and types, not its defaults and inner names")
  func signatures() throws {
    let codes = [
      "func f(_ a: Int = 1, to b: [String: (Int) -> Int] = [:]) {}",
      "func f(_ other: Int, to c: [String: (Int) -> Int]) {}", "func f(_ a: Int, with b: Int) {}",
    ]
    let signatures = try codes.map { try Parsed([$0]).analyses[0].declared[0].signature }
    #expect(signatures[0] == "f(:Int,to:[String:(Int)->Int])")
    #expect(signatures[0] == signatures[1])
    #expect(signatures[1] != signatures[2])
  }

  @Test("The last expression is shown unless it ends in a semicolon or assigns")
  func lastExpressions() throws {
    let codes = ["let a = 1\na + 1", "1;", "var b = 1\nb = 2", "if true { 5 }", "f { $0 } // end"]
    let places = try Parsed(codes).analyses.map(\.lastExpression)
    #expect(places == [10, nil, nil, nil, 0])
  }
}
