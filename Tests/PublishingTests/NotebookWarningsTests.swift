import Basics
import Notebooks
import Publishing
import Runs
import Testing

@Suite struct NotebookWarningsTests {
  @Test("Warnings of reading, rendering and compiling are told in the order of the text, each once")
  func allSources() throws {
    let text = """
      # T

      See [the end](#not-there), and $\\frac{1$.

      ```swift
      let unused = 1
      ```

      ```{python}
      print(1)
      ```

      """
    let notebook = try NotebookReader.parse(text, path: "nb.md")
    let compiler = Problem(
      .compile, .warning, at: Basics.SourceLocation(file: "nb.md", line: 6, column: 5),
      "never used")
    let result = NotebookResult(
      cells: [CellResult(status: .succeeded)], inlineValues: [], parameters: [], seed: 0,
      failures: [])
    let warnings = NotebookWarnings.of(notebook, result, heard: [compiler, compiler])
    #expect(warnings.count { $0.code == .compile } == 1)
    #expect(warnings.contains { $0.code == .formula } && warnings.contains { $0.code == .link })
    #expect(!notebook.warnings.isEmpty && warnings.contains(notebook.warnings[0]))
    #expect(warnings.allSatisfy { $0.severity == .warning })
    let lines = warnings.map { $0.location?.line ?? 0 }
    #expect(lines == lines.sorted())
  }
}
