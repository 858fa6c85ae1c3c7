import Foundation
import FoundationXML
import Runs
import Notebooks
import Testing

@testable import Reports

@Suite struct PageTests {
  static let pages: [String: @Sendable (Notebook, NotebookResult) throws -> String] = [
    "report": { HTMLReport.render($0, $1) },
    "volatile page": { try #require(HTMLReport.renderVolatile($0, $1)) },
    "index": { IndexPage.render([IndexEntry($0, $1), IndexEntry($0, $1)]) },
  ]

  @Test("Every element of a page is closed in its turn", arguments: ["report", "volatile page"])
  func wellFormed(name: String) throws {
    let (notebook, result) = try Sample.everything()
    let write = try #require(Self.pages[name])
    let elements = try Self.elements(of: write(notebook, result))
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(ids.contains("title") && ids.contains("main"))
    #expect(Set(ids).count == ids.count, "an id stands twice")
    for element in elements {
      if let address = element.attributes["href"], address.hasPrefix("#") {
        #expect(ids.contains(String(address.dropFirst())), "\(address) leads nowhere")
      }
    }
  }

  @Test("Pages have one heading of level 1, a main part and a way to skip to it")
  func landmarks() throws {
    let (notebook, result) = try Sample.everything()
    for page in Self.pages.values {
      let elements = try Self.elements(of: page(notebook, result))
      #expect(elements.filter { $0.name == "h1" }.count == 1)
      #expect(elements.filter { $0.name == "main" }.map { $0.attributes["id"] } == ["main"])
      let firstLink = elements.first { $0.name == "a" }
      #expect(firstLink?.attributes["href"] == "#main")
      #expect(elements.first?.attributes["lang"] == "en")
    }
  }

  @Test("What scrolls can be reached by key, and every drawing has words")
  func reachable() throws {
    let (notebook, result) = try Sample.everything()
    let elements = try Self.elements(of: HTMLReport.render(notebook, result))
    for element in elements where element.name == "pre" || element.attributes["class"] == "scroll" {
      #expect(element.attributes["tabindex"] == "0", "\(element)")
    }
    let drawings = elements.filter { $0.name == "svg" }
    #expect(drawings.count == 3)
    for drawing in drawings {
      #expect(drawing.attributes["role"] == "img")
      #expect(drawing.attributes["aria-labelledby"]?.isEmpty == false)
    }
  }

  @Test("The head tells the facts it is given, escaped")
  func facts() throws {
    let (notebook, result) = try Sample.everything()
    let html = HTMLReport.render(
      notebook, result, facts: ReportFacts(version: "1.0 <b>", notebookDigest: "0a1b"))
    #expect(html.contains("<tr><th scope=\"row\">Unroll</th><td>1.0 &lt;b&gt;</td></tr>"))
    #expect(html.contains("<tr><th scope=\"row\">notebook SHA-256</th><td>0a1b…</td></tr>"))
  }

  @Test("A page with one drawing and no data of the author's stays near 30 kB")
  func size() throws {
    var (notebook, result) = try Sample.everything()
    for index in result.cells.indices where index != 1 { result.cells[index].outputs = [] }
    notebook.frontMatter.description = nil
    #expect(HTMLReport.render(notebook, result).utf8.count < 30_000)
  }

  struct Element: CustomStringConvertible {
    var name: String
    var attributes: [String: String]
    var description: String { "<\(name) \(attributes)>" }
  }

  /// The elements of a page, read by a parser that forgives nothing. HTML's elements without
  /// content are closed for it first.
  static func elements(of html: String) throws -> [Element] {
    let void: Set<Substring> = ["meta", "br", "hr", "img"]
    let pieces = html.split(separator: "<", omittingEmptySubsequences: false)
    let xml = pieces.map { piece in
      guard void.contains(piece.prefix { $0.isLetter }), let end = piece.firstIndex(of: ">") else {
        return String(piece)
      }
      return piece[..<end] + "/" + piece[end...]
    }.joined(separator: "<")
    let reader = ElementReader()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = reader
    let isRead = parser.parse()
    try #require(isRead, "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    return reader.elements
  }

  private final class ElementReader: NSObject, XMLParserDelegate {
    var elements: [Element] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      elements.append(Element(name: name, attributes: attributes))
    }
  }
}
