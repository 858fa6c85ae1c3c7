import Foundation
import Testing

/// A notebook that fails in its second cell, and what a user must be told.
struct FailingCell: CustomTestStringConvertible, Sendable {
  var name: String
  var code: String
  var place: String
  var message: String
  var options: [String] = []
  var testDescription: String { name }

  static let all = [
    FailingCell(
      name: "a compile error", code: "let b: Int = \"x\"", place: "nb.md:8:14",
      message: "cannot convert value of type 'String' to specified type 'Int'"),
    FailingCell(
      name: "a thrown error", code: "struct Broken: Error {}\nthrow Broken()", place: "nb.md:9",
      message: "error thrown: Broken()"),
    FailingCell(
      name: "an index out of range", code: "let xs = [1, 2]\nprint(xs[a + 5])", place: "nb.md:9",
      message: "Index out of range"),
    FailingCell(
      name: "fatalError", code: "fatalError(\"boom\")", place: "nb.md:8", message: "boom"),
    FailingCell(
      name: "a forced unwrap of nil", code: "let n: Int? = a > 5 ? 1 : nil\nprint(n!)",
      place: "nb.md:9", message: "Unexpectedly found nil"),
    FailingCell(
      name: "an arithmetic overflow", code: "var v = Int8(a)\nwhile true { v += 100 }",
      place: "nb.md:9", message: "overflow"),
    FailingCell(
      name: "a recursion without end",
      code: "func r(_ n: Int) -> Int { r(n + 1) + 1 }\nprint(r(a))",
      place: "nb.md:8", message: "the stack overflowed"),
    FailingCell(
      name: "an endless loop", code: "var k = 0\nwhile true { k &+= 1 }", place: "nb.md:",
      message: "stopped after 2 s", options: ["--timeout", "2"]),
    FailingCell(
      name: "a flood of output", code: "while true { print(\"flood flood flood flood\") }",
      place: "nb.md:8", message: "printed more than 64 MiB"),
    FailingCell(
      name: "memory without end",
      code: "var all: [[Int]] = []\nwhile true { all.append(Array(repeating: 1, count: 100_000)) }",
      place: "nb.md:", message: "held more than 256 MiB", options: ["--memory", "256"]),
    FailingCell(
      name: "exit", code: "import Foundation\nexit(7)", place: "nb.md:8", message: "exit(7)"),
    FailingCell(
      name: "a signal to itself", code: "import Foundation\nkill(getpid(), SIGKILL)",
      place: "nb.md:8", message: "signal 9 (SIGKILL)"),
    FailingCell(
      name: "a trap above a cell that does not compile",
      code: "fatalError(\"boom\")\n```\n```swift\nlet b: Int = \"x\"", place: "nb.md:8",
      message: "boom"),
    FailingCell(
      name: "a check that does not hold", code: "check(a > 5, \"a is large\")", place: "nb.md:8",
      message: "the check does not hold: a is large"),
  ]

  var notebook: String {
    "# T\n\n```swift\nlet a = 1\nprint(\"above\", a)\n```\n```swift\n\(code)\n```\n\n"
      + "```swift\nprint(\"below\")\n```\n"
  }
}
