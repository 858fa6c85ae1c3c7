/// Strings, raw strings and regular expressions.
extension SwiftLexer {
  mutating func readQuoteOrHash() {
    let afterHashes = code.end(of: position) { $0 == UInt8(ascii: "#") }
    let hashes = afterHashes - position
    switch code[afterHashes] {
    case UInt8(ascii: "\""):
      // `#"""#` is one quotation mark, not the start of several lines.
      let isMultiline =
        code.starts("\"\"\"", at: afterHashes)
        && !(hashes > 0 && hasHashes(hashes, at: afterHashes + 3))
      strings.append(OpenString(hashes: hashes, isMultiline: isMultiline))
      readString(from: afterHashes + (isMultiline ? 3 : 1))
    case UInt8(ascii: "/") where hashes > 0:
      write(upTo: extendedRegexEnd(from: afterHashes + 1, hashes: hashes), as: .string)
      finish("\"", endsValue: true)
    default:
      let end = code.end(of: afterHashes, while: CodeBytes.continuesName)
      // All at once: counting a long row of them from each would take quadratic time.
      write(upTo: end, as: end > afterHashes ? .directive : nil)
      finish("#", endsValue: false)
    }
  }

  /// Writes the innermost open string from here to its end, or to code interpolated into it.
  mutating func readString(from start: Int? = nil) {
    guard let string = strings.last else { return }
    var place = start ?? position
    while place < code.count {
      switch code[place] {
      case UInt8(ascii: "\n") where !string.isMultiline:
        return closeString(at: place)
      case UInt8(ascii: "\\") where hasHashes(string.hashes, at: place + 1):
        let escaped = place + 1 + string.hashes
        if code[escaped] == UInt8(ascii: "(") {
          write(upTo: escaped, as: .string)
          write(upTo: escaped + 1)
          strings[strings.count - 1].brackets = 1
          return finish("(", endsValue: false)
        }
        // A line break ends the string even behind a backslash.
        place = code[escaped] == UInt8(ascii: "\n") ? escaped : escaped + 1
      case UInt8(ascii: "\""):
        let quotes = string.isMultiline ? 3 : 1
        if !string.isMultiline || code.starts("\"\"\"", at: place),
          hasHashes(string.hashes, at: place + quotes)
        {
          return closeString(at: place + quotes + string.hashes)
        }
        place += 1
      default: place += 1
      }
    }
    closeString(at: place)
  }

  private mutating func closeString(at end: Int) {
    write(upTo: end, as: .string)
    strings.removeLast()
    finish("\"", endsValue: true)
  }

  private func hasHashes(_ count: Int, at place: Int) -> Bool {
    for offset in 0..<count where code[place + offset] != UInt8(ascii: "#") { return false }
    return true
  }

  /// A regular expression where a value may start, else a division.
  mutating func readSlash() {
    if let end = regexEnd() {
      write(upTo: end, as: .string)
      finish("\"", endsValue: true)
    } else {
      write(upTo: position + 1)
      finish("/", endsValue: false)
    }
  }

  private mutating func regexEnd() -> Int? {
    guard !endsValue, position >= divisionEnd, !CodeBytes.isSpace(code[position + 1]) else {
      return nil
    }
    var place = position + 1
    while place < code.count, code[place] != UInt8(ascii: "\n") {
      switch code[place] {
      case UInt8(ascii: "/"): return place + 1
      case UInt8(ascii: "\\") where code[place + 1] != UInt8(ascii: "\n"): place += 2
      default: place += 1
      }
    }
    divisionEnd = place
    return nil
  }

  /// The end of `#/…/#`, which may span lines if a line break follows its start.
  private func extendedRegexEnd(from start: Int, hashes: Int) -> Int {
    let isMultiline = code[start] == UInt8(ascii: "\n")
    var place = start
    while place < code.count, isMultiline || code[place] != UInt8(ascii: "\n") {
      if code[place] == UInt8(ascii: "/"), hasHashes(hashes, at: place + 1) {
        return place + 1 + hashes
      }
      place += 1
    }
    return place
  }
}
