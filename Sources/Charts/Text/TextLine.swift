/// Lines of characters that are one column wide each, wide ones counted as two.
enum TextLine {
  /// How many columns a text takes.
  static func columns(_ text: String) -> Int { text.reduce(0) { $0 + columns($1) } }

  /// How many columns a character takes.
  static func columns(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    let isWide =
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        true
      default: scalar.properties.isEmojiPresentation
      }
    return isWide ? 2 : 1
  }

  /// The text, or as much of it as fits with `…` at the end.
  static func fitted(_ text: String, _ limit: Int) -> String {
    guard columns(text) > limit else { return text }
    var kept = ""
    var count = 1
    for character in text {
      count += columns(character)
      if count > limit { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// The text between spaces, in so many columns.
  static func padded(_ text: String, _ width: Int, _ alignment: Table.Alignment = .left) -> String {
    let room = max(width - columns(text), 0)
    let before =
      switch alignment {
      case .left: 0
      case .right: room
      case .center: room / 2
      }
    return spaces(before) + text + spaces(room - before)
  }

  /// The words in lines that fit; a word that is too long is cut.
  static func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || columns(longer) <= width {
        line = longer
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { fitted($0, width) }
  }

  /// Without spaces at the end.
  static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// So many spaces.
  static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }
}
