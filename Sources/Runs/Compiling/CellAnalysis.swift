/// What the compiler's parser says of one cell.
struct CellAnalysis: Sendable {
  /// Byte offset of the last statement if that is an expression whose value can be shown.
  var lastExpression: Int?
  /// What it declares at top level.
  var declared: [Declaration] = []
  /// Its import declarations, with their attributes: they hold for all cells below.
  var imports: [String] = []
  /// Every name in it that is not a member's.
  var mentioned: Set<String> = []
  /// The types that it declares.
  var types: [TypeShape] = []
  /// Its extensions.
  var extensions: [Extension] = []
  /// Its statements, top-level constants and variables among them.
  var statements: [Statement] = []
  /// Whether it changes what code above it in the same module means: extensions, operators.
  var reachesUp = false
  /// Whether it awaits at its top level.
  var awaits = false
  /// Where its top-level `defer` statements start.
  var defers: [Int] = []
  /// Whether it cannot be parsed: compiled alone, so that the error is its own.
  var isBroken = false
  /// What ties it to other cells.
  var items = CellItems()
  /// Whether loops in it deserve the optimiser's time.
  var isHeavy = false

  /// An extension.
  struct Extension: Sendable, Equatable {
    /// The type that is extended, as written.
    var type: String
    /// Where the declaration's first token and its body's brace stand.
    var start: Int
    var body: Int
    /// The `where` clause, or an empty text.
    var condition: String
    /// The names of its members.
    var members: [String]
  }

  /// A statement of the top level.
  struct Statement: Sendable, Equatable {
    /// What it declares at the top level: the names before `= value`.
    var names: [String] = []
    /// Whether it is a declaration with nothing before its keyword that says how it is isolated.
    var isPlain = false
    /// The bytes of the whole statement.
    var range: ClosedRange<Int>
    /// Names that it declares for its own inside.
    var locals: [String] = []
    /// Closures in it, with the names of their parameters.
    var closures: [Closure] = []
  }

  /// A closure that has parameters.
  struct Closure: Sendable, Equatable {
    var parameters: [String]
    var range: ClosedRange<Int>
  }

  /// Asks the compiler for all cells.
  static func of(
    _ codes: [String], toolchain: Toolchain, in folder: String
  ) throws -> [CellAnalysis] {
    guard !codes.isEmpty else { return [] }
    let parsed = try CellParser(toolchain: toolchain, folder: folder).parse(codes)
    return zip(codes, parsed).map { code, parsed in
      guard let parsed else {
        var analysis = CellAnalysis()
        analysis.isBroken = true
        analysis.items.isBroken = true
        analysis.mentioned = Set(Identifiers.list(of: code).map(\.name))
        return analysis
      }
      return CellReading(code: code, parsed: parsed).analysis()
    }
  }

  /// Constants and variables whose types tell what they carry.
  var notable: [String] {
    items.items.flatMap { item in
      item.kind == .code && !item.isComputed
        ? item.declares.filter { name in
          declared.contains { $0.name == name && $0.kind != Declaration.asyncLet }
        } : item.statics.map(\.name)
    }
  }

  /// What is gone with a cell that does not compile: whatever mentions these names cannot be judged.
  func lost(code: String) -> Set<String> {
    if isBroken { return Self.declaredWords(in: code) }
    var names = Set(declared.map(\.name))
    for declaration in extensions {
      names.formUnion(declaration.members)
      names.formUnion(declaration.type.split(separator: ".").suffix(1).map(String.init))
    }
    return names
  }

  /// The names that a text without a parse seems to declare.
  private static func declaredWords(in code: String) -> Set<String> {
    let words = Identifiers.list(of: code).map(\.name)
    let keywords: Set = [
      "let", "var", "func", "struct", "class", "enum", "actor", "protocol", "typealias", "case",
      "extension",
    ]
    return Set(zip(words, words.dropFirst()).filter { keywords.contains($0.0) }.map(\.1))
  }
}
