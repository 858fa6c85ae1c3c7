/// One item of a cell's top level, with the names that tie it to other cells. It is what the compiler's
/// parser says, and so can be kept by the cell's text.
struct CellItem: Codable, Sendable, Equatable {
  enum Kind: String, Codable, Sendable {
    /// Statements, constants and variables: what runs when the cell runs.
    case code
    /// Functions and types: they do something only where code reaches them.
    case declaration
    case `extension`
  }

  var kind: Kind
  /// Names that it declares at the top level.
  var declares: [String] = []
  /// Of these, the variables.
  var variables: Set<String> = []
  /// Names in it that are no members, labels or locals: what it may mean of other items.
  var uses: Set<String> = []
  /// Of these, the names that it may assign to or change in place.
  var changes: Set<String> = []
  /// Names that it declares for itself inside.
  var bound: Set<String> = []
  /// Names behind a dot.
  var members: Set<String> = []
  /// Parameters of the notebook that it reads; `nil`: it may read all.
  var parameters: Set<String>? = []
  /// Of an extension: the type, and the names of its members.
  var extended: Extended?
  /// Whether code that does not name it can mean it: operators, macros.
  var isOpen = false
  /// Whether it names protocols, whose requirements members of any extension may meet.
  var conforms = false
  /// Whether reading or setting what it declares runs code: accessors, observers, wrappers.
  var isComputed = false
  /// Whether it could keep hold of a variable: closures, functions in it, `&`.
  var captures = false
  /// Whether it declares functions only.
  var isFunction = false
  /// Stored properties of types, `Settings.rate`: state that whoever reaches the type shares.
  var statics: [Static] = []
  /// Whether there is such state without a name that code elsewhere could write.
  var hasHiddenStatics = false
  /// The text, of a declaration.
  var text = ""

  struct Extended: Codable, Sendable, Equatable {
    var type: String
    var members: Set<String>
    /// Whether it can be meant without a member's name: conformances, initialisers, subscripts, operators.
    var isOpen: Bool
  }

  struct Static: Codable, Sendable, Equatable {
    var name: String
    var isVariable: Bool
  }
}

/// The items of one cell.
struct CellItems: Codable, Sendable, Equatable {
  var items: [CellItem] = []
  var imports: [String] = []
  /// Whether it cannot be parsed.
  var isBroken = false

  /// The one item of an inline value's expression.
  static func expression(_ text: String) -> CellItems {
    var item = CellItem(kind: .code)
    item.read(Identifiers.list(of: text), of: text)
    return CellItems(items: [item])
  }
}

extension CellItem {
  /// Notes the names in some tokens of a text.
  mutating func read(_ tokens: [Identifiers.Token], of text: String) {
    let bytes = Array(text.utf8)
    for (index, token) in tokens.enumerated() {
      if token.isMember {
        members.insert(token.name)
        continue
      }
      guard !token.isLabel else { continue }
      if token.name == "params" || token.name == "Parameters" {
        let next = index + 1 < tokens.count ? tokens[index + 1] : nil
        if token.name == "params", let next, next.isMember,
          Self.isDot(bytes, from: token.offset + token.length, to: next.offset)
        {
          parameters?.insert(next.name)
        } else {
          parameters = nil
        }
      }
      uses.insert(token.name)
      if Self.mayChange(bytes, token) { changes.insert(token.name) }
    }
  }

  private static func isDot(_ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
    guard start >= 0, start <= end, end <= bytes.count else { return false }
    return bytes[start..<end].filter { !" \t\n\r".utf8.contains($0) } == [UInt8(ascii: ".")]
  }

  /// Whether the text around a name could change what it names: an assignment, `&`, a member or an
  /// element behind it.
  private static func mayChange(_ bytes: [UInt8], _ token: Identifiers.Token) -> Bool {
    let blank = Array(" \t\r\n".utf8)
    let before = bytes[..<min(token.offset, bytes.count)].last { !blank.contains($0) }
    if before == UInt8(ascii: "&") || before == UInt8(ascii: ",") || before == UInt8(ascii: "(") {
      // In a tuple it may be assigned to: `(a, b) = (b, a)`.
      if before == UInt8(ascii: "&") || opensTuple(bytes, token.offset) { return true }
    }
    let rest = bytes[min(token.offset + token.length, bytes.count)...].drop { blank.contains($0) }
    guard let next = rest.first else { return false }
    if ".[?!".utf8.contains(next) || rest.starts(with: "/*".utf8) || rest.starts(with: "//".utf8) {
      return true
    }
    let mark = rest.prefix { "+-*/%<>&|^~=!.".utf8.contains($0) }
    guard let last = mark.last, last == UInt8(ascii: "=") else { return false }
    return ![
      Array("==".utf8), Array("<=".utf8), Array(">=".utf8), Array("!=".utf8),
      Array("===".utf8), Array("!==".utf8),
    ].contains(Array(mark))
  }

  /// Whether the parenthesis around a place is followed by `=`.
  private static func opensTuple(_ bytes: [UInt8], _ offset: Int) -> Bool {
    var depth = 1
    var place = offset
    while place < bytes.count, depth > 0 {
      if bytes[place] == UInt8(ascii: "(") { depth += 1 }
      if bytes[place] == UInt8(ascii: ")") { depth -= 1 }
      place += 1
    }
    let rest = bytes[place...].drop { " \t".utf8.contains($0) }
    return rest.first == UInt8(ascii: "=") && rest.dropFirst().first != UInt8(ascii: "=")
  }
}
