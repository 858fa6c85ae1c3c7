import Testing

@testable import Runs

@Suite struct BatchPlanTests {
  private func shares(_ codes: [String], _ frontMatter: String = "") throws -> [[Int]] {
    try Parsed(codes, frontMatter: frontMatter).batches.map(\.steps)
  }

  @Test(
    "Words in comments and strings split nothing",
    arguments: [
      "// an extension of the idea, import nothing", "let s = \"await the operator\"",
      "/* private extension */", "print(\"defer, typealias\")", "enum E { case typealias1 }",
    ])
  func words(code: String) throws {
    #expect(try shares(["let a = 1", code, "print(a)"]) == [[0, 1, 2]])
  }

  @Test(
    "A cell that changes what code above it means starts a module",
    arguments: [
      "import Foundation", "extension Int { var twice: Int { self * 2 } }",
      "infix operator +++", "func == (a: E, b: E) -> Bool { true }", "let a = 2",
      "func f(_ x: String) {}",
    ])
  func splits(code: String) throws {
    #expect(
      try shares(["enum E {}\nlet a = 1\nfunc f(_ x: Int) { print(a) }", code, "print(3)"])
        == [[0], [1, 2]])
  }

  @Test("An import that holds already splits nothing")
  func importedAlready() throws {
    #expect(
      try shares(["import Foundation\nlet a = 1", "import Foundation\nlet b = 2"]) == [[0, 1]])
  }

  @Test("What awaits is alone; after a top-level defer its module ends")
  func ends() throws {
    #expect(try shares(["let a = 1", "let b = await f()", "print(1)"]) == [[0], [1], [2]])
    #expect(
      try shares(["let a = 1", "defer { print(2) }\nprint(1)", "print(1)"]) == [[0, 1], [2]])
  }

  @Test("The author's params take the place of the notebook's")
  func parameters() throws {
    let head = "---\nparams:\n  n: 3\n---\n\n"
    #expect(try shares(["print(params.n)", "let a = 1"], head) == [[0, 1]])
    #expect(try shares(["let params = params.n + 1", "print(params)"], head) == [[], [0, 1]])
    #expect(try shares(["let params = [1]", "print(params)"]) == [[0, 1]])
  }

  @Test("What stands below changes nothing above")
  func prefixes() throws {
    let codes = [
      "import Foundation", "let a = 1", "let a = 2", "extension Int {}", "await f()", "defer {}",
      "for i in 0..<3 { for j in 0..<i { print(j) } }", "print(a)",
    ]
    let all = try Parsed(codes).batches
    for count in 1..<codes.count {
      let part = try Parsed(Array(codes.prefix(count))).batches
      #expect(part.dropLast() == all.prefix(part.count - 1))
      #expect(part.last?.module == all[part.count - 1].module)
    }
  }
}
