import Foundation
import Testing

@testable import Notebooks

/// The examples of the CommonMark specification 0.30 (John MacFarlane, CC-BY-SA 4.0).
@Suite struct CommonMarkTests {
  struct Specification: Decodable {
    var license: String
    var examples: [Example]
  }

  struct Example: Decodable, Sendable, CustomTestStringConvertible {
    var number: Int
    var markdown: String
    var html: String
    var testDescription: String { "example \(number)" }
  }

  static let examples: [Example] = {
    guard
      let url = Bundle.module.url(
        forResource: "commonmark-0.30", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url),
      let specification = try? JSONDecoder().decode(Specification.self, from: data)
    else { return [] }
    return specification.examples
  }()

  @Test func `all 652 examples are there`() {
    #expect(Self.examples.count == 652)
  }

  @Test(arguments: examples)
  func `the specification's example gives its HTML`(example: Example) throws {
    let source = try SourceText(Array(example.markdown.utf8), path: "spec.md")
    let result = ProseReader.read(source, bodyLine: 1)
    #expect(HTMLWriter.html(result.document) == example.html)
  }
}
