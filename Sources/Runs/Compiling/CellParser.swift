internal import Foundation

/// Asks the compiler's parser what cells are made of.
struct CellParser {
  var toolchain: Toolchain
  var folder: String

  /// The items of a cell, and how far its text is shifted in the places that the parser names.
  struct Parsed {
    var items: [SyntaxNode]
    var shift: Int
  }

  /// A declaration that is put between cells: it is an item of the file's top level at exactly its
  /// place if, and only if, each cell closes what it opens.
  private static let markName = "_UnrollMark"
  private static let mark = "\nstruct \(markName) {}\n"

  /// What each cell is made of, `nil` for those that cannot be parsed by themselves.
  ///
  /// All are parsed by one start of the compiler; where that fails, halves are tried.
  func parse(_ codes: [String]) throws -> [Parsed?] {
    var results = [Parsed?](repeating: nil, count: codes.count)
    var waiting = [codes.indices]
    while let range = waiting.popLast() {
      guard !range.isEmpty else { continue }
      if let items = try items(of: codes[range].joined(separator: Self.mark)),
        let parts = Self.share(items, among: Array(codes[range]))
      {
        for (index, part) in zip(range, parts) { results[index] = part }
      } else if range.count > 1 {
        let middle = range.lowerBound + range.count / 2
        waiting += [range.lowerBound..<middle, middle..<range.upperBound]
      }
    }
    return results
  }

  private static func share(_ items: [SyntaxNode], among codes: [String]) -> [Parsed]? {
    var parts: [Parsed] = []
    var rest = items[...]
    var start = 0
    for (index, code) in codes.enumerated() {
      let end = start + code.utf8.count
      let own = rest.prefix { ($0.start ?? 0) < end + 1 }
      rest = rest.dropFirst(own.count)
      parts.append(Parsed(items: Array(own), shift: start))
      if index < codes.count - 1 {
        guard let mark = rest.popFirst(), mark.name == markName, mark.start == end + 1 else {
          return nil
        }
      }
      start = end + mark.utf8.count
    }
    return rest.isEmpty ? parts : nil
  }

  /// The top-level items of a text, or `nil` if it cannot be parsed.
  private func items(of text: String) throws -> [SyntaxNode]? {
    let file = folder + "/cells.swift"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let answer = try ChildProcess.run(
      toolchain.frontend,
      [
        "-dump-parse", "-dump-ast-format", "json", "-module-name", "Cells",
        "-enable-bare-slash-regex", file,
      ])
    try CompilerEnd.check(answer)
    guard answer.status == 0 else { return nil }
    return SyntaxNode.items(ofFile: Data(answer.standardOutput))
  }
}
