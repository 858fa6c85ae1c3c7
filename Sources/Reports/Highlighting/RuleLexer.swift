/// Splits code by the few rules of `LanguageRules`, in one pass over its bytes.
struct RuleLexer {
  private let code: CodeBytes
  private let rules: LanguageRules
  private let quotes: [UInt8]
  private var writer: HighlightWriter
  private var position = 0

  init(_ text: String, _ rules: LanguageRules) {
    code = CodeBytes(text)
    writer = HighlightWriter(code.bytes)
    self.rules = rules
    quotes = Array(rules.quotes.utf8)
  }

  mutating func html() -> String {
    while position < code.count { readToken() }
    return writer.html
  }

  private mutating func write(upTo end: Int, as kind: HighlightClass? = nil) {
    let end = min(end, code.count)
    writer.write(position..<end, as: kind)
    position = end
  }

  private mutating func readToken() {
    let byte = code[position]
    let startsWord = position == 0 || !CodeBytes.continuesName(code[position - 1])
    switch byte {
    case UInt8(ascii: "#") where rules.hasHashComments && startsComment:
      write(upTo: code.lineEnd(from: position), as: .comment)
    case UInt8(ascii: "\\"):
      write(upTo: CodeBytes.continuesName(code[position + 1]) ? position + 1 : position + 2)
    case _ where quotes.contains(byte): write(upTo: stringEnd(byte), as: .string)
    case UInt8(ascii: "@") where rules.hasDecorators && startsWord:
      let end = code.end(of: position + 1, while: CodeBytes.continuesName)
      write(upTo: end, as: end > position + 1 ? .directive : nil)
    case _ where CodeBytes.isDigit(byte):
      write(upTo: code.numberEnd(from: position), as: .number)
    case _ where CodeBytes.startsName(byte): readName()
    default: write(upTo: position + 1)
    }
  }

  /// In a shell `$#` and `a#b` hold no comment, so one needs space or a bracket before it.
  private var startsComment: Bool {
    guard position > 0, rules.hasMultilineStrings else { return true }
    let before = code[position - 1]
    return CodeBytes.isSpace(before) || before == UInt8(ascii: ";") || before == UInt8(ascii: "(")
  }

  private mutating func readName() {
    let end = code.end(of: position, while: CodeBytes.continuesName)
    let kind: HighlightClass? =
      if rules.keywords.contains(code.text(position..<end)) {
        .keyword
      } else if rules.hasTypes, CodeBytes.isCapital(code[position]) {
        .type
      } else if code[end] == UInt8(ascii: "(") {
        .function
      } else {
        nil
      }
    write(upTo: end, as: kind)
  }

  private func stringEnd(_ quote: UInt8) -> Int {
    func isTriple(_ place: Int) -> Bool {
      code[place] == quote && code[place + 1] == quote && code[place + 2] == quote
    }
    let isLong = rules.hasTripleQuotes && isTriple(position)
    // A shell takes a backslash between single quotation marks as it is.
    let hasEscapes = !(rules.hasMultilineStrings && quote == UInt8(ascii: "'"))
    var place = position + (isLong ? 3 : 1)
    while place < code.count {
      switch code[place] {
      case UInt8(ascii: "\n") where !isLong && !rules.hasMultilineStrings: return place
      case UInt8(ascii: "\\") where hasEscapes: place += 2
      case quote where !isLong: return place + 1
      case quote where isTriple(place): return place + 3
      default: place += 1
      }
    }
    return place
  }
}
