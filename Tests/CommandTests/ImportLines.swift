import Foundation

/// The modules that a source file imports.
enum ImportLines {
  /// Of a Swift file: its `import` lines, whatever stands before the word, but none in a text.
  static func ofSwift(_ text: String) -> Set<String> {
    var modules: Set<String> = []
    var isInText = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !isInText, let match = line.prefixMatch(of: pattern) { modules.insert(String(match.1)) }
      if line.ranges(of: "\"\"\"").count % 2 == 1 { isInText.toggle() }
    }
    return modules
  }

  /// Of a C file: the names of the headers that it includes.
  static func ofC(_ text: String) -> Set<String> {
    Set(text.matches(of: /(?m)^\s*#\s*include\s*["<](\w+)\.h[">]/).map { String($0.1) })
  }

  nonisolated(unsafe) private static let pattern =
    /\s*(?:@\w+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+)/
}
