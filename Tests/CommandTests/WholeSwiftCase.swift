import Foundation
import Testing

/// Cells, and the lines that they print and show, or the errors that they give.
struct WholeSwiftCase: CustomTestStringConvertible, Sendable {
  var name: String
  var cells: [String]
  var expected: [String]
  var testDescription: String { name }

  init(_ name: String, _ cells: [String], _ expected: [String]) {
    (self.name, self.cells, self.expected) = (name, cells, expected)
  }

  func run(in folder: URL) throws -> CommandRun {
    let text = cells.map { $0.hasPrefix("---") ? $0 : "```swift\n\($0)\n```\n" }
      .joined(separator: "\n")
    try Data(text.utf8).write(to: folder.appending(path: "nb.md"))
    return try CommandRun.run(["run", "nb.md", "--quiet"], in: folder)
  }

  /// The lines of a run that are output, not title, code or parameters.
  func printed(_ run: CommandRun) -> [String] {
    run.out.split(separator: "\n").dropFirst(3).map(String.init)
      .filter { !$0.hasPrefix("  │") && !$0.allSatisfy(\.isWhitespace) }
  }
}
