public import Basics

/// The file `SHA256SUMS`, as `sha256sum -c` reads it.
public enum Digests {
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

  /// Reads what ``text(_:)`` or `sha256sum` wrote; `path` is named in what is thrown.
  public static func parse(_ text: String, path: String = "SHA256SUMS") throws(Problem) -> [Entry] {
    var entries: [Entry] = []
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, scalars) in lines.enumerated() where !scalars.isEmpty {
      guard let entry = entry(of: scalars) else {
        throw Problem(
          .file, at: SourceLocation(file: path, line: index + 1),
          "not a line of digests; expected 64 hexadecimal digits, two spaces and a file name",
          advice: "Write the file anew: unroll render.")
      }
      entries.append(entry)
    }
    return entries
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
    guard !name.isEmpty else { return nil }
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
