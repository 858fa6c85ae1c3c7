/// Reads a formula in TeX's mathematics mode into MathML.
///
/// It does not stop at a mistake: it notes what is wrong and goes on, so that all is found at once.
struct TeXParser {
  /// How deeply groups, arguments and environments may be nested.
  ///
  /// Each level makes up to five elements, and XML readers commonly refuse 256 levels of those.
  static let maximumDepth = 40

  /// What keeps the formula from being read.
  private(set) var problems: [String] = []

  let display: Bool
  let tokens: [TeXToken]
  var position = 0
  var alphabet: MathAlphabet?
  /// What the row being read is numbered with.
  var tag: String? {
    didSet { if let tag { lastTag = tag } }
  }
  /// The last number that the author gave to a row.
  private(set) var lastTag: String?
  private var depth = 0
  private var isTooDeep = false

  init(_ tex: String, display: Bool) {
    self.display = display
    self.tokens = TeXToken.tokens(of: tex)
  }

  /// Reads all of the formula.
  mutating func formula() -> MathElement {
    let grid = grid(.gathered, isEnd: { $0 == nil }, expecting: "the end of the formula")
    let isSingle = grid.rows.count <= 1
    let content: MathElement
    if isSingle {
      let cells = grid.rows.first?.cells ?? []
      if cells.count > 1 { report("& stands outside an environment such as aligned") }
      content = .row(cells.flatMap { $0 })
    } else {
      content = grid.element(.gathered)
    }
    guard isSingle, let tag = grid.rows.first?.tag else { return content }
    return Self.tagged(content, tag, display: display)
  }

  /// Whether the author numbered the formula or a row of it.
  var hasTag: Bool { lastTag != nil }

  // MARK: Tokens

  var next: TeXToken? { position < tokens.count ? tokens[position] : nil }

  mutating func skipSpaces() {
    while next == .space { position += 1 }
  }

  /// Passes the token if it is next.
  mutating func passes(_ token: TeXToken) -> Bool {
    guard next == token else { return false }
    position += 1
    return true
  }

  mutating func report(_ problem: String) {
    if !isTooDeep, !problems.contains(problem), problems.count < 20 { problems.append(problem) }
  }

  /// Reads one level deeper, or gives up on the whole formula if that is too deep.
  mutating func nested(_ read: (inout TeXParser) -> MathElement) -> MathElement {
    guard depth < Self.maximumDepth else {
      report("nested more than \(Self.maximumDepth) levels deep; name a part and write it apart")
      isTooDeep = true
      position = tokens.count
      return .row([])
    }
    depth += 1
    defer { depth -= 1 }
    return read(&self)
  }

  // MARK: Rows

  /// Reads up to a token that ends a row, which is left to the caller.
  mutating func row(
    after previous: MathAtom.Kind? = nil, upTo end: TeXToken? = nil
  ) -> [MathElement] {
    var row = MathRow(after: previous)
    while let token = next, token != end {
      switch token {
      case .space:
        position += 1
        continue
      case .close, .align, .newline, .command("right"), .command("end"), .command("middle"):
        return row.elements
      case .command(let name):
        if let style = Self.styles[name] {
          position += 1
          row.change(style: style)
          continue
        }
        if let alphabet = Self.alphabetSwitches[name] {
          position += 1
          self.alphabet = alphabet
          continue
        }
      default: break
      }
      if let atom = atom(isArgument: false) {
        row.append(scripts(on: atom))
      }
    }
    return row.elements
  }

  /// Reads rows up to the given end and passes it, reporting what does not belong there.
  mutating func contents(upTo end: TeXToken) -> [MathElement] {
    let outer = alphabet
    defer { alphabet = outer }
    var elements: [MathElement] = []
    while true {
      elements += row(upTo: end)
      guard let token = next else {
        report("\(end.spelling) is missing at the end")
        return elements
      }
      position += 1
      if token == end { return elements }
      reportStray(token, expecting: end.spelling)
    }
  }

  mutating func reportStray(_ token: TeXToken, expecting end: String) {
    switch token {
    case .align, .newline:
      report("\(token.spelling) stands outside an environment such as aligned")
    default: report("\(token.spelling) stands where \(end) was expected")
    }
  }

  /// Reads what a command or a script applies to: a group or a single sign.
  mutating func argument(of owner: String) -> MathElement {
    nested { parser in
      parser.skipSpaces()
      switch parser.next {
      case nil, .close, .align, .newline, .superscript, .subscript, .space,
        .command("right"), .command("end"), .command("middle"):
        parser.report("\(owner) has nothing to apply to; write it in braces: \(owner){x}")
        return .row([])
      case .open:
        parser.position += 1
        return parser.group()
      default:
        return parser.atom(isArgument: true)?.element ?? .row([])
      }
    }
  }

  /// Reads `[…]`, if it is there.
  mutating func optionalArgument() -> MathElement? {
    skipSpaces()
    guard passes(.character("[")) else { return nil }
    return nested { .row($0.contents(upTo: .character("]"))) }
  }

  /// Reads the rest of `{…}`; what holds nothing but one operator loses that operator's space.
  mutating func group() -> MathElement {
    var elements = contents(upTo: .close)
    if elements.count == 1, elements[0].isOperator {
      elements[0].attributes["lspace"] = "0"
      elements[0].attributes["rspace"] = "0"
    }
    return .row(elements)
  }

  // MARK: Scripts

  /// Reads the primes, subscript and superscript that follow.
  mutating func scripts(on atom: MathAtom) -> MathAtom {
    var atom = atom
    var below: MathElement?
    var above: MathElement?
    var primes = 0
    while true {
      skipSpaces()
      switch next {
      case .superscript:
        position += 1
        if above != nil { report("two superscripts; group the first with braces: {x^a}^b") }
        above = argument(of: "^")
      case .subscript:
        position += 1
        if below != nil { report("two subscripts; group the first with braces: {x_a}_b") }
        below = argument(of: "_")
      case .character("'"), .character("’"):
        position += 1
        primes += 1
      case .command("limits"):
        position += 1
        atom.limits = .aboveAndBelow
      case .command("nolimits"):
        position += 1
        atom.limits = .beside
      default:
        if primes > 0 {
          let sign = MathElement.text("mo", Self.primes(primes))
          above = above.map { MathElement("mrow", [sign, $0]) } ?? sign
        }
        return atom.scripted(below: below, above: above)
      }
    }
  }

  private static func primes(_ count: Int) -> String {
    switch count {
    case 2: "″"
    case 3: "‴"
    default: String(repeating: "′", count: count)
    }
  }

  private static let styles: [String: MathAttributes] = [
    "displaystyle": ["displaystyle": "true", "scriptlevel": "0"],
    "textstyle": ["displaystyle": "false", "scriptlevel": "0"],
    "scriptstyle": ["displaystyle": "false", "scriptlevel": "1"],
    "scriptscriptstyle": ["displaystyle": "false", "scriptlevel": "2"],
  ]

  private static let alphabetSwitches: [String: MathAlphabet] = [
    "rm": .roman, "bf": .bold, "it": .italic, "cal": .script, "sf": .sans, "tt": .monospace,
  ]
}
