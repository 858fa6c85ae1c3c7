public import Basics

/// The file `SHA256SUMS`, as `sha256sum -c` reads it.
public enum Digests {
  /// The file in the output folder.
  public static let file = "SHA256SUMS"

  /// A file's name and the digest of its bytes as 64 hexadecimal digits.
  public typealias Entry = (name: String, digest: String)

  /// One line for each file, by the bytes of their names.
  public static func text(_ entries: [(String, String)]) -> String {
    entries.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map { name, digest in
      // A name with a backslash or a line's end is escaped, and a backslash opens its line.
      let escaped = name.unicodeScalars.reduce(into: "") { text, scalar in
        switch scalar {
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        default: text.unicodeScalars.append(scalar)
        }
      }
      return (escaped == name ? "" : "\\") + "\(digest)  \(escaped)\n"
    }.joined()
  }

  /// Reads what ``text(_:)`` or `sha256sum` wrote; `path` is named in what is thrown. A merge's mark or
  /// another damage must not pass: whoever writes the file anew would lose what it hides.
  public static func parse(_ text: String, path: String = file) throws(Problem) -> [Entry] {
    var entries: [Entry] = []
    var digests: [String: String] = [:]
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, scalars) in lines.enumerated() where !scalars.isEmpty {
      guard let entry = entry(of: scalars) else {
        throw damaged(
          path, index,
          isMergeMark(scalars)
            ? "the mark of a merge that is not finished"
            : "not a line of digests; expected 64 hexadecimal digits, two spaces and a file name")
      }
      if let other = digests.updateValue(entry.digest, forKey: entry.name) {
        if other == entry.digest { continue }
        throw damaged(path, index, "a second, other digest of \(entry.name)")
      }
      entries.append(entry)
    }
    return entries
  }

  private static func isMergeMark(_ line: Substring.UnicodeScalarView) -> Bool {
    let text = String(line)
    return ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { text.hasPrefix($0) }
  }

  private static func damaged(_ path: String, _ index: Int, _ message: String) -> Problem {
    Problem(
      .file, at: SourceLocation(file: path, line: index + 1), message,
      advice: "Mend the line, or remove the file and render all notebooks: it is written anew.")
  }

  private static func entry(of line: Substring.UnicodeScalarView) -> Entry? {
    let isEscaped = line.first == "\\"
    let rest = isEscaped ? line.dropFirst() : line
    let digest = rest.prefix(64)
    let tail = rest.dropFirst(64)
    guard digest.count == 64, digest.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }),
      tail.first == " ", let mode = tail.dropFirst().first, mode == " " || mode == "*"
    else { return nil }
    let name = String(String.UnicodeScalarView(tail.dropFirst(2)))
    guard !name.isEmpty, !name.unicodeScalars.contains("\r") else { return nil }
    let plain = isEscaped ? unescaped(name) : name
    return (plain, String(String.UnicodeScalarView(digest)).lowercased())
  }

  private static func unescaped(_ name: String) -> String {
    var text = ""
    var scalars = name.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      switch scalars.next() {
      case "n": text += "\n"
      case "r": text += "\r"
      case let other?: text.unicodeScalars.append(other)
      case nil: text += "\\"
      }
    }
    return text
  }
}
