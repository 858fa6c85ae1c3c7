import Testing

@testable import Runs

@Suite struct IdentifiersTests {
  @Test(
    "Comments and the text of strings have no names, interpolations have",
    arguments: [
      ("a // b\n/* c /* d */ e */ f", ["a", "f"]),
      (#""x y" + z"#, ["z"]),
      (#""\(a + "in \(b) c") d" + e"#, ["a", "b", "e"]),
      (##"#"raw \(no) \#(yes)"# + after"##, ["yes", "after"]),
      ("\"\"\"\nlines \"quoted\" \\(v)\n\"\"\"\nw", ["v", "w"]),
      (#"let r = /"[a-z]/"#, ["let", "r"]),
      ("a / b / c", ["a", "b", "c"]),
      (##"#/x "y/# + z"##, ["z"]),
      ("`class` + café", ["class", "café"]),
      ("f(1e5, 0xFF, $0)", ["f", "$0"]),
    ])
  func names(code: String, names: [String]) {
    #expect(Identifiers.list(of: code).map(\.name) == names)
  }

  @Test("Members and argument labels are told from names")
  func kinds() {
    let tokens = Identifiers.list(of: "f(data: a.data, b ? data : c)...data")
    #expect(tokens.filter(\.isMember).map(\.offset) == [10])
    #expect(tokens.filter(\.isLabel).map(\.name) == ["data"])
    #expect(tokens.last?.isMember == false)
  }
}
