import Basics
import Notebooks
import Publishing
import Testing

@Suite struct RenderPlanTests {
  static let volatileCell = "```swift\n//| volatile: true\n1\n```\n"

  private func plan(
    _ notebooks: [String: String], formats: [ReportFormat] = [.html], into folder: String = "out",
    junit: String? = nil
  ) throws -> RenderPlan {
    try RenderPlan(
      NotebookPaths(notebooks.keys.sorted(), isWholeSet: true), formats: formats, into: folder,
      junit: junit
    ) { try NotebookReader.parse(notebooks[$0] ?? "", path: $0) }
  }

  @Test("A plan names every file before anything runs")
  func files() throws {
    let plan = try plan(["n/a.md": "# A", "n/b.md": Self.volatileCell], formats: [.html, .ipynb])
    #expect(
      plan.items.map { $0.files.map(\.name) } == [["a.html", "a.ipynb"], ["b.html", "b.ipynb"]])
    #expect(plan.items.map(\.volatilePage) == [nil, "b.volatile.html"])
  }

  @Test(
    "A report that would take another file's place is an error that names both",
    arguments: [
      (["index.md": "# I"], "index.html, which is the list of all notebooks"),
      (["a.md": volatileCell, "a.volatile.md": "# V"], "a.volatile.md and a.md would both write"),
      (
        ["x.volatile.md": volatileCell, "x.volatile.volatile.md": ""],
        "x.volatile.volatile.md and x.volatile.md"
      ),
    ])
  func collision(notebooks: [String: String], message: String) throws {
    let problem = try #require(throws: Problem.self) { try plan(notebooks) }
    #expect(problem.code == .arguments)
    #expect(problem.description.contains(message), "\(problem)")
    #expect(problem.advice?.contains("Rename") == true)
  }

  @Test("Names that only look as if they would collide do not")
  func harmless() throws {
    #expect(try plan(["a.md": "# A", "a.volatile.md": "# V"]).items.count == 2)
    #expect(try plan(["index.md": "# I"], formats: [.text]).items.count == 1)
    let hidden = "```swift\n//| volatile: true\n//| output: false\n1\n```\n"
    #expect(try plan(["a.md": hidden, "a.volatile.md": "# V"]).items.count == 2)
  }

  @Test("Names that differ only in case are a warning")
  func spelling() throws {
    let plan = try plan(["Loss.md": "# A", "loss.md": "# B", "other.md": "# C"])
    #expect(plan.warnings.count == 1)
    #expect(plan.warnings.first?.message.contains("Loss.html") == true)
    #expect(plan.warnings.first?.severity == .warning)
  }

  @Test("A report never replaces a notebook, by whatever path")
  func overNotebook() throws {
    for folder in ["n", "./n", "x/../n", "n/"] {
      let problem = try #require(throws: Problem.self) {
        try plan(["n/a.md": "# A"], formats: [.markdown], into: folder)
      }
      #expect(problem.message.contains("would replace the notebook"))
    }
    for junit in ["n/a.md", "out/a.html", "./out/index.html", "out/SHA256SUMS"] {
      let problem = try #require(throws: Problem.self) { try plan(["n/a.md": "# A"], junit: junit) }
      #expect(problem.message.contains("--junit \(junit)"))
    }
    #expect(try plan(["n/a.md": "# A"], junit: "out/results.xml").items.count == 1)
  }

  @Test("A notebook that cannot be read keeps the others from nothing")
  func unreadable() throws {
    let plan = try plan(["a.md": "# A", "b.md": "---\nfoo: 1\n---\n"])
    #expect(plan.items.map(\.notebook.name) == ["a"])
    #expect(plan.unreadable.map(\.name) == ["b"])
    #expect(plan.unreadable.first?.message.contains("b.md:2") == true)
  }

  @Test("Formats are listed in their own order, each once; an unknown one names the nearest")
  func formats() throws {
    #expect(try ReportFormat.list("text, html,text") == [.html, .text])
    let problem = try #require(throws: Problem.self) { try ReportFormat.list("htm") }
    #expect(problem.description.contains("Did you mean html?"))
    #expect(throws: Problem.self) { try ReportFormat.list(",") }
  }
}
