import Basics
import Foundation
import FoundationXML
import Notebooks
import Publishing
import Reports
import Runs
import Testing

@Suite struct JUnitTests {
  /// Elements with their attributes and text, by a parser that forgives nothing.
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) { elements.append((name, attributes)) }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private func parse(_ xml: String) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = reader
    let isRead = parser.parse()
    try #require(isRead, "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    return reader
  }

  private static func suite(
    _ text: String, failing: [Int: Failure], failures: [Failure]? = nil
  ) throws -> JUnitReport.Suite {
    let notebook = try NotebookReader.parse(text, path: "nb.md")
    let cells = notebook.cells.indices.map { index in
      CellResult(status: failing[index].map { .failed($0) } ?? .succeeded)
    }
    let result = NotebookResult(
      cells: cells, inlineValues: [], parameters: [], seed: 0,
      failures: failures ?? failing.sorted { $0.key < $1.key }.map(\.value))
    return JUnitReport.Suite(notebook, result)
  }

  @Test("Whatever character a cell throws, names or prints, the file can be read")
  func everyCharacter() throws {
    let edges: [UInt32] = [
      0xFDD0, 0xFDEF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0x2028, 0xFEFF,
    ]
    let scalars = (Array(0..<0x400) + edges).compactMap(Unicode.Scalar.init)
    let everything = String(String.UnicodeScalarView(scalars))
    let failure = Failure(kind: .thrownError, message: everything)
    var suite = try Self.suite("```swift\n1\n```\n", failing: [0: failure])
    suite.name = everything
    suite.problems = [everything]
    let unreadable = JUnitReport.Suite(unreadable: everything, problem: everything + "]]>")
    let reader = try parse(JUnitReport.render([suite, unreadable]))
    #expect(reader.elements.count { $0.name == "testsuite" } == 2)
    #expect(reader.text.contains("<&\u{FFFD}") == false)
    #expect(reader.text.contains("!\"#$%&'()"))
  }

  @Test(
    "Each single character leaves the file readable",
    arguments: [0xFFFE, 0xFFFF, 0x0B, 0x1B, 0x85, 0x3FFFE])
  func forbidden(code: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(code))
    let failure = Failure(kind: .trap, message: "bad \(scalar)!")
    let suite = try Self.suite("```swift\n1\n```\n", failing: [0: failure])
    let reader = try parse(JUnitReport.render([suite]))
    let message = reader.elements.first { $0.name == "failure" }?.attributes["message"]
    #expect(message == "bad \u{FFFD}!")
  }

  @Test("Cells, failing inline values, unreadable notebooks and warnings are counted")
  func counts() throws {
    let text = "```swift\n//| label: one\n1\n```\n\n`{swift} x`\n\n```swift\n2\n```\n"
    let ofCell = Failure(
      kind: .trap, message: "cell", location: Basics.SourceLocation(file: "nb.md", line: 9))
    let inline = Failure(
      kind: .compileError, message: "value", location: Basics.SourceLocation(file: "nb.md", line: 6)
    )
    var suite = try Self.suite(text, failing: [1: ofCell], failures: [inline, ofCell])
    suite.problems = ["a warning under --strict"]
    let reader = try parse(
      JUnitReport.render([suite, JUnitReport.Suite(unreadable: "b", problem: "no")]))
    let suites = reader.elements.filter { $0.name == "testsuite" }.map(\.attributes)
    #expect(suites[0]["tests"] == "4" && suites[0]["failures"] == "2" && suites[0]["errors"] == "1")
    #expect(suites[1]["tests"] == "1" && suites[1]["errors"] == "1")
    let names = reader.elements.filter { $0.name == "testcase" }.compactMap {
      $0.attributes["name"]
    }
    #expect(names == ["one", "cell 2", "inline value in line 6", "warning 1", "notebook"])
  }

  @Test("An announced failure passes, one that did not come fails")
  func expected() throws {
    let text = "```swift\n//| error: true\n1\n```\n"
    let announced = try Self.suite(
      text, failing: [0: Failure(kind: .trap, message: "as announced", isExpected: true)],
      failures: [])
    #expect(announced.cases.map(\.outcome) == [.passed])
    let absent = try Self.suite(
      text, failing: [0: Failure(kind: .unexpectedSuccess, message: "ran")])
    #expect(
      absent.cases.map(\.outcome)
        == [.failed(type: "unexpectedSuccess", message: "ran", text: "ran")])
  }
}
