/// Text as Markdown that reads back as that text.
enum MarkdownText {
  /// Words in which no character is a mark.
  static func escaped(_ text: String) -> String {
    let characters = Array(text)
    var escaped = ""
    for (index, character) in characters.enumerated() {
      switch character {
      case "\\", "`", "*", "[", "]", "<", "&", "$", "~": escaped += "\\"
      case "_":
        // Within a word it is no mark.
        let before = index > 0 && characters[index - 1].isWordPart
        let after = index + 1 < characters.count && characters[index + 1].isWordPart
        if !before || !after { escaped += "\\" }
      default: break
      }
      escaped.append(character)
    }
    return escaped
  }

  /// The lines of a paragraph, with what would open another block at their start made text.
  static func paragraph(_ inline: String) -> [String] {
    inline.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let bare = line.drop { $0 == " " || $0 == "\t" }
      guard let first = bare.first else { return "" }
      if "#>+-=|:".contains(first) { return "\\" + bare }
      let digits = bare.prefix { $0.isASCII && $0.isNumber }
      if !digits.isEmpty, let mark = bare.dropFirst(digits.count).first, ".)".contains(mark) {
        return digits + "\\" + bare.dropFirst(digits.count)
      }
      return String(bare)
    }
  }

  /// A code span, between more backticks than it holds in a row.
  static func code(_ text: String) -> String {
    let marks = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let isPadded =
      text.hasPrefix("`") || text.hasSuffix("`") || (text.hasPrefix(" ") && text.hasSuffix(" "))
    let space = isPadded && !text.allSatisfy { $0 == " " } ? " " : ""
    return marks + space + text + space + marks
  }

  /// A fenced block, between more backticks than it holds in a row.
  static func fence(_ text: String, info: String) -> [String] {
    let marks = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    return [marks + plain(info)] + TextWrap.lines(of: text) + [marks]
  }

  /// The place a link leads to, for the parentheses behind its words.
  static func destination(_ address: String, title: String = "") -> String {
    let needsBrackets =
      address.isEmpty || address.contains { " ()<>\\".contains($0) || $0.isNewline }
    var text = address
    if needsBrackets {
      text = address.filter { !$0.isNewline }
      for mark in ["\\", "<", ">"] { text = text.replacing(mark, with: "\\" + mark) }
      text = "<\(text)>"
    }
    guard !title.isEmpty else { return text }
    let words = title.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\(text) \"\(words.replacing("\n", with: " "))\""
  }

  /// The first word of an info string, in which a backtick would end the fence.
  private static func plain(_ info: String) -> String {
    String(info.split(whereSeparator: \.isWhitespace).first ?? "").replacing("`", with: "")
  }

  private static func longestRun(of mark: Character, in text: String) -> Int {
    var longest = 0
    var length = 0
    for character in text {
      length = character == mark ? length + 1 : 0
      longest = max(longest, length)
    }
    return longest
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber }
}
