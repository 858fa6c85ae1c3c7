import Basics
import Publishing
import Reports
import Testing

@Suite struct ManifestTests {
  static let manifest = Manifest([
    ReportRecord(
      name: "b", files: ["b.html": DigestsTests.digest, "b.txt": DigestsTests.digest],
      volatilePage: "b.volatile.html",
      card: IndexEntry(
        title: "A \"title\"\nin two lines\u{2028}", description: "</li>", file: "b.html",
        thumbnail: "<svg/>", hasFailed: true)),
    ReportRecord(name: "é/\u{1}", leftOver: ["z.html", "a.html"]),
  ])

  @Test("A manifest is read as it is written: a line for each notebook, always the same bytes")
  func roundTrip() throws {
    let text = try Self.manifest.text()
    #expect(try Manifest.parse(text) == Self.manifest)
    #expect(try Manifest.parse(text).text() == text)
    #expect(text.split(separator: "\n").count == 2)
  }

  @Test(
    "Damage is an error that names the line",
    arguments: ["<<<<<<< ours", "{", "[]", "{}", "{\"name\":1}", "{\"name\":\"b\"}"])
  func damaged(line: String) throws {
    let text = try Self.manifest.text() + line + "\n"
    let problem = try #require(throws: Problem.self) { try Manifest.parse(text, path: "o/m") }
    #expect(problem.location == SourceLocation(file: "o/m", line: 3))
  }

  @Test("A manifest that was cut off is damaged, at whatever byte")
  func cutOff() throws {
    let text = Array(try Self.manifest.text().utf8)
    let firstLine = (text.firstIndex(of: 10) ?? 0) + 1
    // Without the last line's end nothing is missing.
    for count in firstLine + 1..<text.count - 1 {
      let part = String(decoding: text.prefix(count), as: UTF8.self)
      #expect(throws: Problem.self, "\(count) bytes") { try Manifest.parse(part) }
    }
  }
}
