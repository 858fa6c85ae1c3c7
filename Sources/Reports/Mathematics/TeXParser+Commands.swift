internal import Basics
internal import Notebooks

/// Commands: what is looked up in a table first, then those with a reading of their own.
extension TeXParser {
  mutating func command(_ name: String) -> MathAtom? {
    if let symbol = TeXSymbol.named[name] { return atom(symbol) }
    if let hasLimits = TeXSymbol.operatorNames[name] {
      return Self.operatorName(Self.spaced[name] ?? name, hasLimits: hasLimits)
    }
    if let width = Self.spaces[name] { return .space(width) }
    if let alphabet = Self.alphabets[name] { return styled(alphabet, by: "\\" + name) }
    if let accent = TeXAccent.named[name] { return accent.over(argument(of: "\\" + name)) }
    if let style = Self.textStyles[name] { return MathAtom(element: text(of: name, style: style)) }
    if let size = Self.sizes[name] { return sizedDelimiter(size, of: name) }
    return structure(name)
  }

  private mutating func structure(_ name: String) -> MathAtom? {
    let owner = "\\" + name
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac": return fraction(name)
    case "binom", "dbinom", "tbinom":
      let parts = [argument(of: owner), argument(of: owner)]
      let stack = MathElement("mfrac", parts, ["linethickness": "0"])
      return MathAtom(element: Self.fenced("(", [stack], ")"))
    case "sqrt":
      let degree = optionalArgument()
      let radicand = argument(of: owner)
      return MathAtom(
        element: degree.map { MathElement("mroot", [radicand, $0]) }
          ?? MathElement("msqrt", [radicand]))
    case "operatorname":
      let hasLimits = passes(.character("*"))
      return Self.operatorName(plainText(of: owner), hasLimits: hasLimits)
    case "mathop", "mathrel", "mathbin", "mathord", "mathopen", "mathclose", "mathpunct",
      "mathinner":
      return classed(name)
    case "overset", "stackrel":
      let above = argument(of: owner)
      return stacked(on: owner, below: nil, above: above)
    case "underset":
      let below = argument(of: owner)
      return stacked(on: owner, below: below, above: nil)
    case "xrightarrow", "xleftarrow":
      let below = optionalArgument()
      let above = argument(of: owner)
      let arrow = MathElement.text(
        "mo", name == "xrightarrow" ? "→" : "←", ["stretchy": "true"])
      return MathAtom(element: arrow, kind: .relation, limits: .aboveAndBelow)
        .scripted(below: below.map(Self.padded), above: Self.padded(above))
    case "left": return delimited()
    case "begin": return environment()
    case "substack":
      skipSpaces()
      guard passes(.open) else {
        report("\\substack needs its lines in braces")
        return nil
      }
      return MathAtom(
        element: nested { parser in
          parser.grid(.gathered, isEnd: { $0 == .close }, expecting: "}").element(.substack)
        })
    case "not": return negated()
    case "bmod":
      return MathAtom(element: .text("mo", "mod", ["lspace": "0.2222em", "rspace": "0.2222em"]))
    case "mod":
      return MathAtom(element: .text("mo", "mod", ["lspace": "1em", "rspace": "0.3333em"]))
    case "pod":
      return MathAtom(
        element: .row([.space("0.4444em"), Self.fenced("(", [argument(of: owner)], ")")]))
    case "pmod":
      let modulus = argument(of: owner)
      let word = MathElement.text("mi", "mod")
      return MathAtom(
        element: .row([
          .space("0.4444em"), Self.fenced("(", [word, .space("0.2778em"), modulus], ")"),
        ]))
    case "boxed":
      return MathAtom(
        element: MathElement(
          "mrow", [argument(of: owner)], ["style": "border:1px solid;padding:0.3em"]))
    case "phantom": return MathAtom(element: MathElement("mphantom", [argument(of: owner)]))
    case "vert": return Self.bar("|")
    case "Vert", "|": return Self.bar("‖")
    case "limits", "nolimits":
      report("\(owner) stands without an operator before it")
      return nil
    default: return unprinted(name)
    }
  }

  /// Commands that draw nothing.
  private mutating func unprinted(_ name: String) -> MathAtom? {
    let owner = "\\" + name
    switch name {
    case "color", "label":
      _ = plainText(of: owner)
      return nil
    case "textcolor", "colorbox":
      _ = plainText(of: owner)
      return MathAtom(element: argument(of: owner))
    case "tag":
      _ = passes(.character("*"))
      tag = plainText(of: owner)
      return nil
    case "hspace":
      let width = plainText(of: owner).filter { !$0.isWhitespace }
      guard Self.isLength(width) else {
        report("\\hspace{\(width)} is no width; write a number and em, ex, pt, px or cm")
        return nil
      }
      return .space(width)
    case "kern", "mkern", "hskip", "mskip": return kern(owner)
    case "eqref", "ref":
      let label = plainText(of: owner)
      report("\(owner){\(label)} leads nowhere from a formula; write @eq-name in the text")
      return nil
    case "newcommand", "renewcommand", "def", "DeclareMathOperator":
      report("\(owner) is not read; write the command out where it is used")
      position = tokens.count
      return nil
    case "nonumber", "notag", "allowbreak", "nobreak", "/", "strut", "mathstrut", "hline":
      return nil
    case "right", "middle", "end": return nil
    case "":
      report("a backslash stands at the end")
      return nil
    default:
      let advice = Self.nearest(to: name).map { "did you mean \\\($0)?" }
      report(
        "\(owner) is unknown; \(advice ?? "write the name of an operator as \\operatorname{…}")")
      return nil
    }
  }

  /// A part that is spaced as a sign of some class is.
  private mutating func classed(_ name: String) -> MathAtom {
    let element = argument(of: "\\" + name)
    switch name {
    case "mathop":
      return MathAtom(
        element: element, kind: .operatorName, limits: display ? .aboveAndBelow : .beside)
    case "mathrel", "mathbin":
      let width = name == "mathrel" ? "0.2778em" : "0.2222em"
      let spaced = MathElement.row([.space(width), element, .space(width)])
      return MathAtom(
        element: element.isOperator ? element : spaced,
        kind: name == "mathrel" ? .relation : .binary)
    case "mathopen": return MathAtom(element: element, kind: .open)
    case "mathclose": return MathAtom(element: element, kind: .close)
    case "mathpunct":
      return MathAtom(element: .row([element, .space("0.1667em")]), kind: .punctuation)
    case "mathinner": return MathAtom(element: element, kind: .fenced)
    default: return MathAtom(element: element)
    }
  }

  /// Space of a width that stands without braces: `\kern3pt`, `\mkern-18mu`.
  private mutating func kern(_ owner: String) -> MathAtom? {
    skipSpaces()
    var number = ""
    while case .character(let sign)? = next, sign == "-" || sign == "." || sign.isWholeNumber {
      number.append(sign)
      position += 1
    }
    skipSpaces()
    var unit = ""
    while unit.count < 2, case .character(let letter)? = next, letter.isLetter {
      unit.append(letter)
      position += 1
    }
    if unit == "mu", let width = Double(number) {
      // 18 mathematical units make an em.
      return .space("\(NumberText.fixed(width / 18, decimals: 4).replacing("−", with: "-"))em")
    }
    guard Self.isLength(number + unit) else {
      report("\(owner) needs a width after it, a number and em, ex, mu, pt, px, cm or mm")
      return nil
    }
    return .space(number + unit)
  }

  private mutating func fraction(_ name: String) -> MathAtom {
    let parts = [argument(of: "\\" + name), argument(of: "\\" + name)]
    let fraction = MathElement("mfrac", parts)
    guard name != "frac" else { return MathAtom(element: fraction) }
    return MathAtom(
      element: MathElement(
        "mstyle", [fraction], ["displaystyle": name == "tfrac" ? "false" : "true"]))
  }

  private mutating func styled(_ alphabet: MathAlphabet, by owner: String) -> MathAtom {
    let outer = self.alphabet
    defer { self.alphabet = outer }
    self.alphabet = alphabet
    return MathAtom(element: argument(of: owner))
  }

  private mutating func stacked(
    on owner: String, below: MathElement?, above: MathElement?
  ) -> MathAtom {
    let base = argument(of: owner)
    let kind: MathAtom.Kind = base.isOperator ? .relation : .ordinary
    return MathAtom(element: base, kind: kind, limits: .aboveAndBelow)
      .scripted(below: below, above: above)
  }

  /// `\not` before a sign strikes it through.
  private mutating func negated() -> MathAtom? {
    skipSpaces()
    guard var atom = next == nil ? nil : atom(isArgument: true),
      case .text(let text) = atom.element.content
    else {
      report("\\not needs a relation after it, as in \\not=")
      return nil
    }
    let known = [
      "=": "≠", "∈": "∉", "≡": "≢", "∼": "≁", "≈": "≉", "<": "≮", ">": "≯", "⊂": "⊄",
    ]
    atom.element.content = .text(known[text] ?? text + "\u{338}")
    return atom
  }

  private static func padded(_ element: MathElement) -> MathElement {
    MathElement("mrow", [.space("0.4em"), element, .space("0.4em")])
  }

  private static func isLength(_ text: String) -> Bool {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    return Double(number) != nil
      && ["em", "ex", "pt", "px", "cm", "mm"].contains(
        String(text.dropFirst(number.count)))
  }

  /// Names that are written as two words.
  private static let spaced = [
    "argmax": "arg\u{2009}max", "argmin": "arg\u{2009}min", "limsup": "lim\u{2009}sup",
  ]

  private static let spaces = [
    ",": "0.1667em", "thinspace": "0.1667em", ":": "0.2222em", ">": "0.2222em", ";": "0.2778em",
    "!": "-0.1667em", " ": "0.3333em", "enspace": "0.5em", "quad": "1em", "qquad": "2em",
  ]

  private static let alphabets: [String: MathAlphabet] = [
    "mathrm": .roman, "mathit": .italic, "mathnormal": .italic, "mathbf": .bold,
    "boldsymbol": .boldItalic,
    "bm": .boldItalic, "pmb": .boldItalic, "mathbb": .blackboard, "mathds": .blackboard,
    "Bbb": .blackboard, "mathcal": .script,
    "mathscr": .script, "mathfrak": .fraktur, "mathsf": .sans, "mathtt": .monospace,
  ]

  static let textStyles: [String: String] = [
    "text": "", "textrm": "", "textnormal": "", "mbox": "", "hbox": "",
    "textbf": "font-weight:bold", "textit": "font-style:italic", "emph": "font-style:italic",
    "textsf": "font-family:sans-serif", "texttt": "font-family:monospace",
  ]

  private static let structures = [
    "frac", "dfrac", "tfrac", "cfrac", "binom", "sqrt", "operatorname", "overset", "underset",
    "stackrel", "xrightarrow", "xleftarrow", "left", "right", "middle", "begin", "end", "substack",
    "not", "bmod", "pmod", "mod", "mathop", "mathrel", "mathbin", "kern", "boxed", "phantom",
    "vert", "Vert", "color", "textcolor", "label", "tag",
    "hspace", "nonumber", "notag", "limits", "nolimits", "displaystyle", "textstyle",
  ]

  /// The known name closest to one that is unknown, if any is close.
  private static func nearest(to name: String) -> String? {
    let tables: [[String]] = [
      structures, Array(TeXSymbol.named.keys), Array(TeXSymbol.operatorNames.keys),
      Array(alphabets.keys), Array(TeXAccent.named.keys), Array(textStyles.keys),
      Array(spaces.keys),
    ]
    // Of names equally near, the first counts: a dictionary's order would differ between runs.
    return Suggestion.nearest(
      to: name, among: tables.flatMap { $0 }.filter { $0.count > 1 }.sorted())
  }
}
