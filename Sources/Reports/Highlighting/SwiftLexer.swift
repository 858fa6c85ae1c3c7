/// Splits Swift code into what is coloured alike, in one pass over its bytes.
///
/// Strings and the code interpolated into them alternate on a stack, so that no depth of nesting
/// can overflow the program's own.
struct SwiftLexer {
  /// A string that is still open.
  struct OpenString {
    var hashes: Int
    var isMultiline: Bool
    /// The brackets opened by the code interpolated into it.
    var brackets = 0
  }

  let code: CodeBytes
  var writer: HighlightWriter
  var position = 0
  var strings: [OpenString] = []
  /// Whether a value has just ended, so that `/` divides.
  var endsValue = false
  /// The last word or sign that was no space.
  var previous = ""
  /// No regular expression of the form `/…/` starts before this place.
  var divisionEnd = 0

  init(_ text: String) {
    code = CodeBytes(text)
    writer = HighlightWriter(code.bytes)
  }

  mutating func html() -> String {
    if code.starts("#!", at: 0) { write(upTo: code.lineEnd(from: 0), as: .comment) }
    while position < code.count { readToken() }
    return writer.html
  }

  mutating func write(upTo end: Int, as kind: HighlightClass? = nil) {
    let end = min(end, code.count)
    writer.write(position..<end, as: kind)
    position = end
  }

  private mutating func readToken() {
    let byte = code[position]
    switch byte {
    case _ where CodeBytes.isSpace(byte):
      write(upTo: code.end(of: position, while: CodeBytes.isSpace))
    case UInt8(ascii: "/") where code[position + 1] == UInt8(ascii: "/"):
      write(upTo: code.lineEnd(from: position), as: .comment)
    case UInt8(ascii: "/") where code[position + 1] == UInt8(ascii: "*"):
      write(upTo: blockCommentEnd(), as: .comment)
    case UInt8(ascii: "/"): readSlash()
    case UInt8(ascii: "\""), UInt8(ascii: "#"): readQuoteOrHash()
    case UInt8(ascii: "`"): readQuotedName()
    case UInt8(ascii: "@"):
      let end = code.end(of: position + 1, while: CodeBytes.continuesName)
      write(upTo: end, as: end > position + 1 ? .directive : nil)
      finish("@", endsValue: false)
    case _ where CodeBytes.isDigit(byte):
      write(upTo: code.numberEnd(from: position), as: .number)
      finish("0", endsValue: true)
    case _ where CodeBytes.startsName(byte): readName()
    default: readSign(byte)
    }
  }

  mutating func finish(_ token: String, endsValue: Bool) {
    previous = token
    self.endsValue = endsValue
  }

  private mutating func readSign(_ byte: UInt8) {
    write(upTo: position + 1)
    let sign = Character(Unicode.Scalar(byte))
    finish(String(sign), endsValue: sign == ")" || sign == "]" || sign == "}")
    guard !strings.isEmpty else { return }
    if sign == "(" { strings[strings.count - 1].brackets += 1 }
    guard sign == ")" else { return }
    strings[strings.count - 1].brackets -= 1
    guard strings[strings.count - 1].brackets == 0 else { return }
    // The bracket has been written as code; the string goes on behind it.
    readString()
  }

  private func blockCommentEnd() -> Int {
    var depth = 0
    var place = position
    while place < code.count {
      if code.starts("/*", at: place) {
        depth += 1
        place += 2
      } else if code.starts("*/", at: place) {
        depth -= 1
        place += 2
        if depth == 0 { return place }
      } else {
        place += 1
      }
    }
    return place
  }

  private mutating func readQuotedName() {
    let end = code.end(of: position + 1) { $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "\n") }
    write(upTo: code[end] == UInt8(ascii: "`") ? end + 1 : position + 1)
    finish("`", endsValue: true)
  }

  private mutating func readName() {
    let end = code.end(of: position, while: CodeBytes.continuesName)
    let name = code.text(position..<end)
    let isMember = previous == "."
    let isLabel =
      code[end] == UInt8(ascii: ":") && (previous == "(" || previous == ",") && name != "default"
    let isKeyword =
      SwiftKeywords.all.contains(name) && !isLabel
      && (!isMember || SwiftKeywords.members.contains(name))
    let kind: HighlightClass? =
      if isKeyword {
        .keyword
      } else if isLabel {
        nil
      } else if CodeBytes.isCapital(code[position]) {
        .type
      } else if code[end] == UInt8(ascii: "(") || previous == "func" {
        .function
      } else {
        nil
      }
    write(upTo: end, as: kind)
    finish(name, endsValue: !isKeyword || SwiftKeywords.values.contains(name))
  }
}
