/// What the compiler says at a place: an error, a warning or a note, in its `llvm` style.
struct CompilerDiagnostic: Sendable, Equatable, Codable {
  enum Severity: String, Sendable, Codable { case error, warning, note }

  var severity: Severity
  var file: String
  var line: Int
  var column: Int
  var message: String
  /// The line that the compiler shows below: of a note outside the notebook, the declaration.
  var shownLine = ""
  /// What the compiler would write, and in which column.
  var fix: Fix?

  struct Fix: Sendable, Equatable, Codable {
    var column: Int
    var text: String
  }

  /// Reads `FILE:LINE:COLUMN: error: message`, with the lines that follow it.
  static func list(in text: String) -> [CompilerDiagnostic] {
    var list: [CompilerDiagnostic] = []
    var below: [Substring] = []
    func close() {
      if !list.isEmpty { list[list.count - 1].read(below) }
      below = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let diagnostic = head(line) {
        close()
        list.append(diagnostic)
      } else {
        below.append(line)
      }
    }
    close()
    return list
  }

  private static func head(_ line: Substring) -> CompilerDiagnostic? {
    for severity in [Severity.error, .warning, .note] {
      guard let mark = line.range(of: ": \(severity.rawValue): ") else { continue }
      let place = line[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      guard place.count >= 3, let row = Int(place[place.count - 2]),
        let column = Int(place[place.count - 1])
      else { continue }
      return CompilerDiagnostic(
        severity: severity, file: place.dropLast(2).joined(separator: ":"), line: row,
        column: column, message: String(line[mark.upperBound...]))
    }
    return nil
  }

  /// Below the head: the source line, a line with a caret, and where there is one the fix.
  private mutating func read(_ below: [Substring]) {
    guard
      let caret = below.firstIndex(where: { line in
        line.contains("^") && line.allSatisfy { " ^~\t".contains($0) }
      })
    else { return }
    shownLine = caret > 0 ? String(below[caret - 1]) : ""
    let next = below.index(after: caret)
    guard next < below.endIndex else { return }
    let line = below[next]
    guard let start = line.firstIndex(where: { $0 != " " }) else { return }
    fix = Fix(
      column: line[..<start].utf8.count + 1,
      text: line[start...].split(separator: " ").joined(separator: " "))
  }

  /// The place, the words and the fix as one line for people; placeholders by their names.
  var advice: String? {
    guard let fix else { return nil }
    let plain = fix.text.replacing("<#", with: "").replacing("#>", with: "")
    return plain.isEmpty ? nil : plain
  }
}
