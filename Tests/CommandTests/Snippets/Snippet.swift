import Foundation
import Testing

/// A notebook of a few cells that prints what its cells print as one program, or says why not.
struct Snippet: CustomTestStringConvertible, Sendable {
  /// What it shows: the file's name without its ending.
  var name: String
  /// The whole notebook.
  var text: String
  var cells: [String]
  /// Why the page and the program are to differ, as the front matter says: `differs: REASON`.
  var difference: String?
  /// What the page prints if that is not what the program prints; nothing if the page is refused.
  var printed: String?

  var testDescription: String { name }

  /// The cells as one file.
  var program: String { cells.joined() }

  init(name: String, text: String) {
    self.name = name
    self.text = text
    let fences = Self.fences(in: text)
    cells = fences.filter { $0.language == "swift" }.map(\.content)
    printed = fences.first { $0.language == "text" }?.content
    let head = "description: \"differs:"
    let line = text.split(separator: "\n").prefix { !$0.hasPrefix("#") }
      .first { $0.hasPrefix(head) }
    difference = line.map {
      $0.dropFirst(head.count).dropLast().trimmingCharacters(in: .whitespaces)
    }
  }

  /// All of the folder, in the order of their names.
  static let all: [Snippet] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/snippets")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().filter { $0.hasSuffix(".md") }.map { file in
      let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
      return Snippet(name: String(file.dropLast(3)), text: text ?? "")
    }
  }()

  /// The fenced blocks of a text; a fence ends at a line of as many backticks.
  private static func fences(in text: String) -> [(language: String, content: String)] {
    var fences: [(language: String, content: String)] = []
    var open: (ticks: Substring, language: String, content: String)?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let fence = open {
        if line == fence.ticks {
          fences.append((fence.language, fence.content))
          open = nil
        } else {
          open?.content += line + "\n"
        }
      } else if line.hasPrefix("```") {
        let ticks = line.prefix { $0 == "`" }
        open = (ticks, String(line.dropFirst(ticks.count)), "")
      }
    }
    return fences
  }
}
