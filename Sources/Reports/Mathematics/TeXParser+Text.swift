/// Text inside formulas.
extension TeXParser {
  /// Reads the argument of `\text` and its kin; `$…$` inside is mathematics again.
  mutating func text(of name: String, style: String) -> MathElement {
    let owner = "\\" + name
    return nested { parser in
      guard parser.passesOpening(of: owner) else { return .row([]) }
      let outer = parser.alphabet
      defer { parser.alphabet = outer }
      parser.alphabet = nil
      var parts: [MathElement] = []
      var words = ""
      func finishWords() {
        guard !words.isEmpty else { return }
        parts.append(.text("mtext", words, style.isEmpty ? [:] : ["style": style]))
        words = ""
      }
      var braces = 0
      while let token = parser.next {
        parser.position += 1
        switch token {
        case .close where braces == 0:
          finishWords()
          return .row(parts)
        case .close: braces -= 1
        case .open: braces += 1
        case .character("$"):
          finishWords()
          parts.append(parser.nested { .row($0.contents(upTo: .character("$"))) })
        case .command(let inner) where Self.textStyles[inner] != nil:
          finishWords()
          parts.append(parser.text(of: inner, style: Self.textStyles[inner] ?? ""))
        default: words += parser.plain(token)
        }
      }
      parser.report("} is missing at the end of \(owner)")
      finishWords()
      return .row(parts)
    }
  }

  /// Reads an argument that is a name and no formula.
  mutating func plainText(of owner: String) -> String {
    guard passesOpening(of: owner) else { return "" }
    var text = ""
    var braces = 0
    while let token = next {
      position += 1
      switch token {
      case .close where braces == 0: return text
      case .close: braces -= 1
      case .open: braces += 1
      default: text += plain(token)
      }
    }
    report("} is missing at the end of \(owner)")
    return text
  }

  private mutating func passesOpening(of owner: String) -> Bool {
    skipSpaces()
    if passes(.open) { return true }
    report("\(owner) needs its text in braces: \(owner){…}")
    return false
  }

  /// What a token stands for in text.
  private mutating func plain(_ token: TeXToken) -> String {
    switch token {
    case .space, .command(" "), .character("~"): return "\u{A0}"
    case .command(","), .command(";"), .command(":"), .command("thinspace"): return "\u{2009}"
    case .command("!"), .command("mathrm"), .command("rm"): return ""
    case .command(let name):
      if let symbol = TeXSymbol.named[name] { return symbol.text }
      report("\\\(name) cannot stand in text; close the text before it")
      return ""
    case .character("-"): return "-"
    default: return token.spelling
    }
  }
}
