import Basics
import Foundation
import Publishing
import Testing

@Suite struct CheckerTests {
  @Test("check tells the same bytes, other bytes, and what is not recorded")
  func compares() throws {
    let scratch = try Scratch()
    for name in ["a", "b"] { try scratch.add(name) }
    try scratch.render(formats: [.html, .text])
    #expect(try scratch.check() == .good)
    #expect(
      scratch.told.withLock {
        $0.filter { $0 == .sameBytes("a.html") || $0 == .sameBytes("b.txt") }
      }
      .count == 2)
    try scratch.add("a", "# Other\n")
    _ = scratch.complaints()
    #expect(try scratch.check(["a"]) == .otherBytes)
    #expect(scratch.complaints().count { $0.contains("has other bytes than recorded") } == 2)
    #expect(try scratch.check(["b"]) == .good)
    try scratch.add("c")
    #expect(try scratch.check(["c"]) == .otherBytes)
    #expect(scratch.complaints().contains { $0.contains("no report of this notebook is recorded") })
  }

  @Test("The index is compared where all notebooks are checked")
  func index() throws {
    let scratch = try Scratch()
    try scratch.add("a")
    try scratch.render()
    let sums = try Digests.parse(scratch.read(Digests.file) ?? "")
      .map { ($0.name, $0.name == "index.html" ? String(repeating: "0", count: 64) : $0.digest) }
    try scratch.write(Digests.text(sums), to: Digests.file)
    #expect(try scratch.check() == .otherBytes)
    #expect(try scratch.check(["a"]) == .good)
  }

  @Test("A notebook that cannot be read or fails outweighs other bytes, and the rest is checked")
  func statuses() throws {
    let scratch = try Scratch()
    for name in ["a", "b", "c"] { try scratch.add(name) }
    try scratch.render()
    try scratch.add("a", "# Other\n")
    try scratch.add("b", "```swift\nfails\n```\n")
    #expect(try scratch.check() == .cellFailed)
    try scratch.add("b", "---\nfoo: 1\n---\n")
    #expect(try scratch.check() == .badInput)
    #expect(scratch.told.withLock { $0.contains(.sameBytes("c.html")) })
  }

  @Test("Damaged digests are an error with the line, missing ones say how to record them")
  func records() throws {
    let scratch = try Scratch()
    try scratch.add("a")
    let missing = try #require(throws: Problem.self) { try scratch.check() }
    #expect(missing.advice?.contains("unroll render") == true)
    try scratch.render()
    try scratch.write((scratch.read(Digests.file) ?? "") + ">>>>>>> x\n", to: Digests.file)
    let damaged = try #require(throws: Problem.self) { try scratch.check() }
    #expect(damaged.location?.line == 3)
  }
}
