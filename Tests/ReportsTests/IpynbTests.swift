import Basics
import Foundation
import Runs
import Notebooks
import Reports
import Testing

/// The rules of nbformat 4.5, as its schema states them.
@Suite struct IpynbTests {
  static func json(_ notebook: Notebook, _ result: NotebookResult) throws -> [String: Any] {
    let text = try IpynbReport.render(notebook, result)
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  static func cells(of json: [String: Any]) throws -> [[String: Any]] {
    try #require(json["cells"] as? [[String: Any]])
  }

  @Test("The file says which format it has, and in which language its code is")
  func head() throws {
    let (notebook, result) = try Sample.everything()
    let json = try Self.json(notebook, result)
    #expect(json["nbformat"] as? Int == 4)
    #expect(json["nbformat_minor"] as? Int == 5)
    let metadata = try #require(json["metadata"] as? [String: Any])
    #expect((metadata["language_info"] as? [String: Any])?["name"] as? String == "swift")
    let kernel = try #require(metadata["kernelspec"] as? [String: Any])
    #expect(kernel["name"] is String && kernel["display_name"] is String)
  }

  @Test("Every cell has the fields that the format asks for, and no others")
  func fields() throws {
    let (notebook, result) = try Sample.everything()
    let cells = try Self.cells(of: Self.json(notebook, result))
    var ids: Set<String> = []
    for cell in cells {
      let id = try #require(cell["id"] as? String)
      #expect(try Regex("[a-zA-Z0-9_-]{1,64}").wholeMatch(in: id) != nil)
      #expect(ids.insert(id).inserted, "\(id) stands twice")
      #expect(cell["metadata"] is [String: Any])
      #expect(cell["source"] is [String])
      switch cell["cell_type"] as? String {
      case "markdown":
        #expect(
          Set(cell.keys).isSubset(of: ["id", "cell_type", "metadata", "source", "attachments"]))
      case "code":
        #expect(
          Set(cell.keys) == [
            "id", "cell_type", "metadata", "source", "execution_count", "outputs",
          ])
        #expect(cell["execution_count"] is Int || cell["execution_count"] is NSNull)
        for output in try #require(cell["outputs"] as? [[String: Any]]) { try check(output) }
      case let other: Issue.record("cell_type \(other ?? "missing")")
      }
    }
    #expect(cells.filter { $0["cell_type"] as? String == "code" }.count == notebook.cells.count)
  }

  private func check(_ output: [String: Any]) throws {
    switch output["output_type"] as? String {
    case "stream":
      #expect(Set(output.keys) == ["output_type", "name", "text"])
      #expect(["stdout", "stderr"].contains(output["name"] as? String))
      #expect(output["text"] is [String])
    case "display_data":
      #expect(Set(output.keys) == ["output_type", "data", "metadata"])
      let data = try #require(output["data"] as? [String: [String]])
      #expect(data["text/plain"] != nil)
    case "error":
      #expect(Set(output.keys) == ["output_type", "ename", "evalue", "traceback"])
      #expect(output["traceback"] is [String])
    case let other: Issue.record("output_type \(other ?? "missing")")
    }
  }

  @Test("Code that did not run has no number, and volatile output is left out")
  func notRun() throws {
    let (notebook, result) = try Sample.everything()
    let code = try Self.cells(of: Self.json(notebook, result))
      .filter { $0["cell_type"] as? String == "code" }
    #expect(code.map { $0["execution_count"] as? Int } == [1, 2, 3, 4, 5, 6, 7, nil, 8, nil])
    #expect((code[6]["outputs"] as? [Any])?.isEmpty == true)
    #expect((code[6]["metadata"] as? [String: Any])?["tags"] as? [String] == ["volatile"])
    #expect((code[5]["metadata"] as? [String: Any])?["tags"] as? [String] == ["raises-exception"])
    #expect(try !IpynbReport.render(notebook, result).contains("17 ms"))
  }

  @Test("Drawings carry their colours: no variable is left undefined")
  func drawings() throws {
    let (notebook, result) = try Sample.everything()
    let cells = try Self.cells(of: Self.json(notebook, result))
    var count = 0
    for cell in cells {
      for output in cell["outputs"] as? [[String: Any]] ?? [] {
        let data = output["data"] as? [String: [String]] ?? [:]
        guard let svg = data["image/svg+xml"]?.joined() else { continue }
        count += 1
        for part in svg.components(separatedBy: "var(").dropFirst() {
          let name = part.prefix { $0 != ")" }
          #expect(svg.contains("\(name):#"), "\(name) is not defined")
        }
      }
    }
    #expect(count == 3)
  }

  @Test("Images are attachments of the cell that shows them")
  func attachments() throws {
    var (notebook, result) = try ReportsTests.page("# T\n", [])
    let image = Document.Container.image(destination: "a/b.png", title: "")
    let place = Basics.SourceLocation(file: "", line: 1)
    notebook.document.events += [
      .enter(.paragraph, place), .enter(image, place), .leaf(.text("alt"), place), .leave(image),
      .leave(.paragraph),
    ]
    notebook.images["a/b.png"] = EmbeddedImage(mediaType: "image/png", bytes: Data([1, 2, 3]))
    result.seed = 1
    let cell = try #require(try Self.cells(of: Self.json(notebook, result)).first)
    #expect((cell["source"] as? [String])?.last == "![alt](attachment:image-1)")
    let attachments = cell["attachments"] as? [String: [String: String]]
    #expect(attachments == ["image-1": ["image/png": "AQID"]])
  }
}
