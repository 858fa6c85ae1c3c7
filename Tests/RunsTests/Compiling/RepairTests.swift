import Testing

@testable import Runs

@Suite struct RepairTests {
  private let conformance = """
    n.md:7:26: error: property 'name' must be declared public because it matches a requirement
    extension P: Named { var name: String { "p" } }
                             ^
    n.md:7:26: note: mark the property as 'public' to satisfy the requirement
    extension P: Named { var name: String { "p" } }
                             ^
                         public 
    """

  @Test("What the compiler wants public becomes so, where it says; after that it is not asked")
  func access() throws {
    let cells = ["struct P {}\nlet a = 1", "extension P: Named { var name: String { \"p\" } }"]
    let parsed = try Parsed(cells)
    let repairs = try #require(parsed.repairs(after: conformance))
    #expect(repairs.edits == [SourceEdit(step: 1, offset: 21, inserting: "public ")])
    #expect(
      parsed.lastText(repairs).contains("Named { public var name: String { \"p\" } }"))
    let last = try #require(parsed.repairs(after: conformance, done: repairs))
    #expect(last.ignoresAccess && last.edits.isEmpty)
    #expect(parsed.repairs(after: conformance, done: last) == nil)
  }

  @Test("An error of the author's is not repaired")
  func none() throws {
    let parsed = try Parsed(["let a = x"])
    #expect(parsed.repairs(after: "n.md:2:9: error: cannot find 'x' in scope\n") == nil)
  }

  @Test("A function with the signature of one of the engine's is told apart by its module")
  func ambiguous() throws {
    let parsed = try Parsed([
      "func check(_ a: Bool, _ b: String) {}", "extension Int {}\ncheck(true, \"\")",
    ])
    let said = "n.md:7:1: error: ambiguous use of 'check'\n"
    let repairs = try #require(parsed.repairs(after: said))
    #expect(repairs.narrowed == ["check"])
    #expect(parsed.lastText(repairs).contains("import func UnrollCell0001.check\n"))
    #expect(!parsed.lastText().contains("import func"))
  }

  private func missing(_ member: String, _ kind: String, _ name: String, line: Int) -> String {
    "n.md:\(line):1: error: extension outside of file declaring \(kind) '\(name)' prevents "
      + "automatic synthesis of '\(member)' for protocol 'X'\n"
  }

  @Test("Equality and hashes are those of the stored properties and payloads, in their order")
  func synthesis() throws {
    let parsed = try Parsed([
      "struct P<T> { var x: T, o = 2; static var s = 1; var c: Int { 3 }; private let p = 4 }\n"
        + "enum E { case a, b(Int, s: String) }",
      "extension P: Hashable where T: Hashable {}\nextension E: Equatable {}",
    ])
    let said =
      missing("==", "struct", "P", line: 7) + missing("hash(into:)", "struct", "P", line: 7)
      + missing("==", "enum", "E", line: 8)
    let texts = try #require(parsed.repairs(after: said)).synthesized
    #expect(texts.count == 3)
    #expect(texts[0].hasPrefix("extension P where T: Hashable {\n"))
    #expect(texts[0].contains("_a.`x` == _b.`x` && _a.`o` == _b.`o` && _a.`p` == _b.`p` }"))
    #expect(texts[1].contains("combine(self.`x`)\n_hasher.combine(self.`o`)\n"))
    #expect(!texts[1].contains("`c`") && !texts[1].contains("`s`"))
    #expect(texts[2].contains("case (.`b`(let _a0, let _a1), .`b`(let _b0, let _b1)):"))
  }

  @Test("What Swift would not synthesise stays an error")
  func notSynthesised() throws {
    let parsed = try Parsed(["enum E { case a(Int) }", "extension E: CaseIterable {}"])
    #expect(
      parsed.repairs(
        after: "n.md:6:1: error: type 'E' does not conform to protocol 'CaseIterable'\n") == nil)
  }
}
