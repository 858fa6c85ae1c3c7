import Basics
import Publishing
import Testing

@Suite struct DigestsTests {
  static let digest = String(repeating: "0a", count: 32)

  @Test("Digests are read as they are written, whatever the names hold")
  func roundTrip() throws {
    let text = Digests.text([
      ("b.html", Self.digest), ("a\\\n.html", Self.digest), ("B.html", Self.digest),
    ])
    #expect(text.hasPrefix("\(Self.digest)  B.html\n\\\(Self.digest)  a\\\\\\n.html\n"))
    #expect(try Digests.parse(text).map(\.name) == ["B.html", "a\\\n.html", "b.html"])
  }

  @Test("Lines are in the order of the names' bytes, whatever order they come in")
  func order() {
    let names = ["é.html", "z.html", "a.html", "Z.html", "10.html", "9.html"]
    let text = Digests.text(names.map { ($0, Self.digest) })
    #expect(text == Digests.text(names.reversed().map { ($0, Self.digest) }))
    let sorted = ["10.html", "9.html", "Z.html", "a.html", "z.html", "é.html"]
    #expect(text == sorted.map { "\(Self.digest)  \($0)\n" }.joined())
  }

  @Test(
    "A damaged line is named, whatever the damage",
    arguments: [
      "<<<<<<< ours", "=======", ">>>>>>> theirs", "||||||| base", "nonsense",
      "0a0a  short.html", String(repeating: "0g", count: 32) + "  a.html",
      digest + " a.html", digest + "  ", digest + "  a.html\r", "\u{FEFF}" + digest + "  a.html",
      String(repeating: "b", count: 64) + "  first.html",
    ])
  func damaged(line: String) throws {
    let text = "\(Self.digest)  first.html\n\(line)\n\(Self.digest)  last.html\n"
    let problem = try #require(throws: Problem.self) {
      try Digests.parse(text, path: "out/SHA256SUMS")
    }
    #expect(problem.location == SourceLocation(file: "out/SHA256SUMS", line: 2))
    #expect(problem.advice?.contains("written anew") == true)
  }

  @Test("A line that stands twice, as a careless merge leaves it, says nothing new")
  func twice() throws {
    let line = "\(Self.digest)  a.html\n"
    #expect(try Digests.parse(line + line).map(\.name) == ["a.html"])
  }
}
