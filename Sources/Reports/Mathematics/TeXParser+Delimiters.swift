/// Brackets that grow.
extension TeXParser {
  /// The size a command asks for, and what its bracket is to its neighbours.
  typealias DelimiterSize = (height: String, kind: MathAtom.Kind)

  static let sizes: [String: DelimiterSize] = {
    var sizes: [String: DelimiterSize] = [:]
    let heights = [("big", "1.2em"), ("Big", "1.8em"), ("bigg", "2.4em"), ("Bigg", "3em")]
    for (name, height) in heights {
      sizes[name] = (height, .ordinary)
      sizes[name + "l"] = (height, .open)
      sizes[name + "r"] = (height, .close)
      sizes[name + "m"] = (height, .relation)
    }
    return sizes
  }()

  mutating func sizedDelimiter(_ size: DelimiterSize, of name: String) -> MathAtom? {
    guard let sign = delimiter(after: "\\" + name), !sign.isEmpty else { return nil }
    var attributes: MathAttributes = [
      "stretchy": "true", "symmetric": "true", "minsize": size.height, "maxsize": size.height,
    ]
    switch size.kind {
    case .open: attributes["form"] = "prefix"
    case .close: attributes["form"] = "postfix"
    case .relation: break
    default:
      attributes["lspace"] = "0"
      attributes["rspace"] = "0"
    }
    return MathAtom(element: .text("mo", sign, attributes), kind: size.kind)
  }

  /// Reads from the bracket after `\left` to the one after `\right`.
  mutating func delimited() -> MathAtom {
    let outer = alphabet
    defer { alphabet = outer }
    var closing = ""
    let element = nested { parser in
      let opening = parser.delimiter(after: "\\left") ?? ""
      var content: [MathElement] = []
      while true {
        content += parser.row()
        let token = parser.next
        parser.position += token == nil ? 0 : 1
        switch token {
        case .command("right"):
          closing = parser.delimiter(after: "\\right") ?? ""
          return Self.fenced(opening, content, closing)
        case .command("middle"):
          let sign = parser.delimiter(after: "\\middle") ?? ""
          content.append(
            .text(
              "mo", sign,
              ["stretchy": "true", "symmetric": "true", "lspace": "0.2em", "rspace": "0.2em"]))
        case nil:
          parser.report("\\left has no \\right; write \\right. for an invisible one")
          return Self.fenced(opening, content, "")
        case let token?: parser.reportStray(token, expecting: "\\right")
        }
      }
    }
    return MathAtom(element: element, kind: .fenced)
  }

  static func fenced(
    _ opening: String, _ content: [MathElement], _ closing: String
  ) -> MathElement {
    func fence(_ sign: String, _ form: String) -> [MathElement] {
      sign.isEmpty
        ? []
        : [
          .text(
            "mo", sign, ["fence": "true", "form": form, "stretchy": "true", "symmetric": "true"])
        ]
    }
    return MathElement("mrow", fence(opening, "prefix") + content + fence(closing, "postfix"))
  }

  /// Reads the sign of a bracket; `.` is the invisible one.
  private mutating func delimiter(after owner: String) -> String? {
    skipSpaces()
    let token = next
    switch token {
    case .character(let character) where "()[]|/‖⟨⟩⌊⌋⌈⌉".contains(character):
      position += 1
      return String(character)
    case .character("<"), .character(">"):
      position += 1
      return token == .character("<") ? "⟨" : "⟩"
    case .character("."):
      position += 1
      return ""
    case .command(let name):
      if let sign = Self.delimiters[name] {
        position += 1
        return sign
      }
    default: break
    }
    report("\(owner) needs a bracket after it, or a dot for an invisible one")
    return nil
  }

  private static let delimiters = [
    "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|",
    "mid": "|", "backslash": "\\", "uparrow": "↑", "downarrow": "↓", "llbracket": "⟦",
    "rrbracket": "⟧",
  ]
}
