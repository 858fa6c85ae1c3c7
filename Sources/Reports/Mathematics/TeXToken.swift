/// What TeX reads: commands, characters with a meaning, and all others.
enum TeXToken: Equatable {
  /// `\name`, or a backslash and one sign.
  case command(String)
  case character(Character)
  /// White space, which counts only in text.
  case space
  /// `{`
  case open
  /// `}`
  case close
  /// `^`
  case superscript
  /// `_`
  case `subscript`
  /// `&`
  case align
  /// `\\` or `\cr`
  case newline

  /// The tokens of a formula, comments left out.
  static func tokens(of tex: String) -> [TeXToken] {
    let characters = Array(tex)
    var tokens: [TeXToken] = []
    var position = 0
    while position < characters.count {
      let character = characters[position]
      position += 1
      switch character {
      case "\\":
        let start = position
        while position < characters.count, isLetter(characters[position]) { position += 1 }
        if position == start, position < characters.count { position += 1 }
        let name = String(characters[start..<position])
        tokens.append(name == "\\" || name == "cr" ? .newline : .command(name))
      case "%":
        while position < characters.count, !characters[position].isNewline { position += 1 }
      case "{": tokens.append(.open)
      case "}": tokens.append(.close)
      case "^": tokens.append(.superscript)
      case "_": tokens.append(.subscript)
      case "&": tokens.append(.align)
      case _ where character.isWhitespace:
        if tokens.last != .space { tokens.append(.space) }
      default: tokens.append(.character(character))
      }
    }
    return tokens
  }

  private static func isLetter(_ character: Character) -> Bool {
    character.isASCII && character.isLetter
  }

  /// How the token is written, for messages.
  var spelling: String {
    switch self {
    case .command(let name): "\\" + name
    case .character(let character): String(character)
    case .space: " "
    case .open: "{"
    case .close: "}"
    case .superscript: "^"
    case .subscript: "_"
    case .align: "&"
    case .newline: "\\\\"
    }
  }
}
