/// The identifiers of Swift code with their places: not those in comments and in the text of strings,
/// but those in interpolations. The parser's output lacks the names in types, and the places of all.
struct Identifiers {
  /// One identifier.
  struct Token: Equatable {
    var name: String
    /// Bytes before it, and of it.
    var offset: Int
    var length: Int
    /// Whether a dot stands before it.
    var isMember: Bool
    /// Whether it names an argument: in parentheses, behind their start or a comma, before a colon.
    var isLabel: Bool
  }

  private let bytes: [UInt8]
  private var next = 0
  /// The newest byte that is neither white nor in a comment, and the one before it.
  private var previous: (UInt8, UInt8) = (0, 0)
  /// For every interpolation that is open: its string, and how many parentheses are open in it.
  private var open: [(string: Quotes, depth: Int)] = []
  /// The brackets that are open.
  private var brackets: [UInt8] = []
  private var tokens: [Token] = []

  /// How a string begins and ends.
  private struct Quotes {
    var hashes: Int
    var isMultiline: Bool
  }

  /// All identifiers, in the order of the text.
  static func list(of code: String) -> [Token] {
    var reader = Identifiers(bytes: Array(code.utf8))
    return reader.read()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ ahead: Int = 0) -> UInt8 {
    next + ahead < bytes.count ? bytes[next + ahead] : 0
  }

  private mutating func read() -> [Token] {
    while next < bytes.count {
      switch byte() {
      case UInt8(ascii: " "), 9, 10, 13: next += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "/") where startsRegex: skipRegex(hashes: 0)
      case UInt8(ascii: "\""): readString(openingQuotes(hashes: 0))
      case UInt8(ascii: "#"): readHash()
      case UInt8(ascii: "("), UInt8(ascii: ")"): readParenthesis()
      case let byte where Self.isWord(byte): readWord()
      default: step()
      }
    }
    return tokens
  }

  private mutating func step() {
    switch byte() {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): brackets.append(byte())
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = brackets.popLast()
    default: break
    }
    previous = (byte(), previous.0)
    next += 1
  }

  private mutating func skipLine() {
    while next < bytes.count, byte() != 10 { next += 1 }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        depth += 1
        next += 2
      } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        next += 2
      } else {
        next += 1
      }
    } while depth > 0 && next < bytes.count
  }

  /// Whether a slash here opens a regular expression: no operand stands before it, no space after it,
  /// and its line has another slash.
  private var startsRegex: Bool {
    let before = previous.0
    guard before == 0 || "(,=:[{;!&|?<>~^+-*%\n".utf8.contains(before) else { return false }
    guard !" \t\n)".utf8.contains(byte(1)) else { return false }
    var ahead = 1
    while next + ahead < bytes.count, byte(ahead) != 10 {
      if byte(ahead) == UInt8(ascii: "\\") {
        ahead += 1
      } else if byte(ahead) == UInt8(ascii: "/") {
        return true
      }
      ahead += 1
    }
    return false
  }

  private mutating func skipRegex(hashes: Int) {
    step()
    while next < bytes.count {
      if byte() == UInt8(ascii: "\\") {
        next += 2
      } else if hashes == 0, byte() == 10 {
        return
      } else if byte() == UInt8(ascii: "/"), (0..<hashes).allSatisfy({ byte($0 + 1) == 35 }) {
        next += hashes
        return step()
      } else {
        next += 1
      }
    }
  }

  /// A raw string, an extended regular expression, or a `#word`.
  private mutating func readHash() {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    switch byte(hashes) {
    case UInt8(ascii: "\""):
      next += hashes
      readString(openingQuotes(hashes: hashes))
    case UInt8(ascii: "/"):
      next += hashes
      skipRegex(hashes: hashes)
    default: step()
    }
  }

  private mutating func openingQuotes(hashes: Int) -> Quotes {
    let isMultiline = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"")
    next += isMultiline ? 3 : 1
    return Quotes(hashes: hashes, isMultiline: isMultiline)
  }

  /// Reads on in a string until it ends or an interpolation begins.
  private mutating func readString(_ quotes: Quotes) {
    let count = quotes.isMultiline ? 3 : 1
    while next < bytes.count {
      if byte() == UInt8(ascii: "\\"), (0..<quotes.hashes).allSatisfy({ byte($0 + 1) == 35 }) {
        next += 1 + quotes.hashes
        if byte() == UInt8(ascii: "(") {
          open.append((quotes, 0))
          return readParenthesis()
        }
        next += 1
      } else if (0..<count).allSatisfy({ byte($0) == UInt8(ascii: "\"") }),
        (0..<quotes.hashes).allSatisfy({ byte($0 + count) == 35 })
      {
        next += count + quotes.hashes
        previous = (UInt8(ascii: "\""), previous.0)
        return
      } else if byte() == 10, !quotes.isMultiline {
        return
      } else {
        next += 1
      }
    }
  }

  private mutating func readParenthesis() {
    let isOpening = byte() == UInt8(ascii: "(")
    step()
    guard let last = open.indices.last else { return }
    open[last].depth += isOpening ? 1 : -1
    if open[last].depth == 0 { readString(open.removeLast().string) }
  }

  private mutating func readWord() {
    let start = next
    while next < bytes.count, Self.isWord(bytes[next]) { next += 1 }
    let dot = UInt8(ascii: ".")
    let isMember = previous.0 == dot && previous.1 != dot
    let after = bytes[next...].first { !" \t\n\r".utf8.contains($0) }
    let isLabel =
      after == UInt8(ascii: ":") && brackets.last == UInt8(ascii: "(")
      && [UInt8(ascii: "("), UInt8(ascii: ",")].contains(previous.0)
    if !(0x30...0x39).contains(bytes[start]) {
      let name = String(decoding: bytes[start..<next], as: UTF8.self)
      tokens.append(
        Token(
          name: name.filter { $0 != "`" }, offset: start, length: next - start,
          isMember: isMember, isLabel: isLabel))
    }
    previous = (
      bytes[start..<next].elementsEqual("return".utf8) ? UInt8(ascii: "=") : bytes[next - 1],
      previous.0
    )
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "`")
      || byte == UInt8(ascii: "$") || (0x30...0x39).contains(byte)
      || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
