import Basics
import Notebooks
import Testing

/// Numbers of YAML: read as YAML 1.2 does, or an error, never another value.
@Suite struct NumberTests {
  @Test(arguments: [
    ("0x10", FrontMatter.Value.integer(16)), ("0xfF", .integer(255)), ("-0x10", .integer(-16)),
    ("0o17", .integer(15)), ("0", .integer(0)), ("-0", .integer(0)), ("+7", .integer(7)),
    ("9223372036854775807", .integer(.max)), ("1e3", .number(1000)), (".5", .number(0.5)),
    ("1.", .number(1)), ("-2.5E-3", .number(-0.0025)), ("00.5", .number(0.5)),
    ("1.2.3", .string("1.2.3")), ("2026-01-02", .string("2026-01-02")), ("1,2", .string("1,2")),
    ("0x", .string("0x")), ("7up", .string("7up")), ("12:30", .string("12:30")),
    ("info", .string("info")), ("\"0x10\"", .string("0x10")), ("'1e400'", .string("1e400")),
    ("1_a", .string("1_a")), ("_1", .string("_1")), ("0b12", .string("0b12")),
  ])
  func `a default is what YAML 1.2 reads`(text: String, value: FrontMatter.Value) throws {
    let notebook = try read("---\nparams:\n  a: \(text)\n---\n")
    #expect(notebook.frontMatter.parameters.map(\.value) == [value])
  }

  @Test(arguments: [
    (".inf", "is no finite number", "Write a number,"),
    ("-.Inf", "is no finite number", "Write a number,"),
    (".nan", "is no finite number", "Write a number,"), ("NaN", "is no finite number", "Write"),
    ("inf", "is no finite number", "Write"), ("-Infinity", "is no finite number", "Write"),
    ("1e400", "is larger than any number can be", "Numbers go up to 1.797e308"),
    ("-1e400", "is larger than any number can be", "Numbers go up"),
    ("017", "could be decimal or octal", "Write 17, 0o17,"),
    ("-007", "could be decimal or octal", "Write -7, -0o7,"),
    ("089", "could be a number or a text", "Write 89,"),
    ("00", "could be decimal or octal", "Write 0"),
    ("1_000", "could be a number or a text", "Write 1000,"),
    ("1,000,000.5", "could be a number or a text", "Write 1000000.5,"),
    ("0b101", "could be a number or a text", "Write 5,"),
    ("-0b101", "could be a number or a text", "Write -5,"),
    ("9223372036854775808", "is no integer of 64 bits", "write 9223372036854775808.0 for a number"),
    ("0xFFFFFFFFFFFFFFFF", "is no integer of 64 bits", "write a smaller one"),
  ])
  func `what could be two numbers or none is an error`(
    text: String, message: String, advice: String
  ) {
    let found = complaints("---\nparams:\n  a: \(text)\n---\n")
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("n.md:3:6: error: `a`: `\(text)` \(message)\n  ") == true, "\(found)")
    #expect(found.first?.contains(advice) == true && found.first?.contains("\"\(text)\"") == true)
  }

  @Test(arguments: [
    "nan", ".inf", "1e400", "1_0", "010", "1e10", "-5", "0", "99999999999999999999",
  ])
  func `a time that is none is an error, in the front matter and in a cell`(text: String) {
    #expect(complaints("---\ntimeout: \(text)\n---\n").count == 1)
    let found = complaints("```swift\n//| timeout: \(text)\nx\n```\n")
    #expect(found.count == 1 && found.first?.hasPrefix("n.md:2:14: error: `timeout`") == true)
  }

  @Test(arguments: [("0x10", 16.0), ("2.5", 2.5), ("1e9", 1e9), ("0o17", 15)])
  func `a time is read as a number is`(text: String, seconds: Double) throws {
    #expect(try read("---\ntimeout: \(text)\n---\n").frontMatter.timeout == seconds)
  }

  @Test func `texts stay as they are written`() throws {
    let notebook = try read(
      "---\ntitle: 0x10\ndate: 1_000\nauthor: .inf\n---\n```swift\n//| caption: 1e400\nx\n```\n")
    #expect(notebook.title == "0x10" && notebook.frontMatter.date == "1_000")
    #expect(notebook.frontMatter.author == ".inf")
    #expect(notebook.cells.first?.options.caption == "1e400")
  }

  @Test func `a seed and a setting of the command line follow the same rules`() throws {
    #expect(try read("---\nseed: 0x1F\n---\n").frontMatter.seed == 31)
    #expect(complaints("---\nseed: 010\n---\n").first?.contains("decimal or octal") == true)
    let notebook = try read("---\nparams:\n  steps: 5\n  rate: 0.5\n---\n")
    let set = try notebook.applying(parameters: [("steps", "0x10"), ("rate", "0x10")])
    #expect(set.frontMatter.parameters.map(\.value) == [.integer(16), .number(16)])
    for (name, text) in [("steps", "010"), ("steps", "1_0"), ("rate", "1e400"), ("rate", ".inf")] {
      #expect(throws: Problem.self) { try notebook.applying(parameters: [(name, text)]) }
    }
  }
}
