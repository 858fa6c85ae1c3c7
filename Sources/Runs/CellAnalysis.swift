internal import Foundation

/// What the compiler's parser says of one cell: where its last expression stands, what it declares.
struct CellAnalysis: Sendable {
  /// Byte offset of the last statement if that is an expression whose value can be shown.
  var lastExpression: Int?
  /// Names declared at top level, with the word that an import of one declaration takes.
  var declared: [(name: String, kind: String)] = []
  /// Whether it has to start a compilation of its own: imports, extensions, operators.
  var mustStart = false
  /// Whether nothing may follow it in its compilation.
  var mustEnd = false
  /// Whether it cannot be parsed: compiled alone, so that the error is its own.
  var isBroken = false
  /// Whether loops in it deserve the optimiser's time.
  var isHeavy = false

  /// Asks the compiler for all cells at once; where one cannot be parsed, for each by itself.
  static func of(
    _ codes: [String], toolchain: Toolchain, in folder: String
  ) throws -> [CellAnalysis] {
    guard !codes.isEmpty else { return [] }
    var analyses = codes.map { lexical($0) }
    if let items = try parse(together(codes), toolchain, in: folder) {
      for (index, part) in share(items, codes).enumerated() {
        read(part.items, from: part.start, code: codes[index], into: &analyses[index])
      }
      return analyses
    }
    for (index, code) in codes.enumerated() {
      if let items = try parse(code, toolchain, in: folder) {
        read(items, from: 0, code: code, into: &analyses[index])
      } else {
        analyses[index].isBroken = true
      }
    }
    return analyses
  }

  /// A declaration that ends whatever stands above it.
  private static let mark = "\nstruct __UnrollMark {}\n"

  private static func together(_ codes: [String]) -> String { codes.joined(separator: mark) }

  /// The parsed items of each cell, and where the cell starts in the common text.
  private static func share(
    _ items: [[String: Any]], _ codes: [String]
  ) -> [(start: Int, items: [[String: Any]])] {
    var parts: [(start: Int, items: [[String: Any]])] = []
    var start = 0
    var next = 0
    for code in codes {
      let end = start + code.utf8.count
      var own: [[String: Any]] = []
      while next < items.count, let place = self.start(of: items[next]), place < end + 1 {
        own.append(items[next])
        next += 1
      }
      // The mark after the cell.
      if next < items.count { next += 1 }
      parts.append((start, own))
      start = end + mark.utf8.count
    }
    return parts
  }

  private static func start(of item: [String: Any]) -> Int? {
    (item["range"] as? [String: Any])?["start"] as? Int
  }

  /// The top-level items of a text, or `nil` if it cannot be parsed.
  private static func parse(
    _ text: String, _ toolchain: Toolchain, in folder: String
  ) throws -> [[String: Any]]? {
    let file = folder + "/cells.swift"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let answer = try ChildProcess.run(
      toolchain.frontend,
      ["-dump-parse", "-dump-ast-format", "json", "-module-name", "Cells", file])
    guard answer.status == 0,
      let tree = try? JSONSerialization.jsonObject(with: Data(answer.standardOutput))
        as? [String: Any]
    else { return nil }
    return tree["items"] as? [[String: Any]]
  }

  /// What words tell without a parser.
  private static func lexical(_ code: String) -> CellAnalysis {
    var analysis = CellAnalysis()
    let words = Words.list(of: code)
    let loops = words.filter { ["for", "while", "repeat"].contains($0) }.count
    analysis.isHeavy = loops > 1 || (loops == 1 && words.contains("func"))
    analysis.mustStart = !Set(words).isDisjoint(
      with: ["import", "extension", "operator", "precedencegroup", "macro", "typealias"])
    analysis.mustEnd = !Set(words).isDisjoint(with: ["private", "fileprivate", "defer", "await"])
    return analysis
  }

  private static func read(
    _ items: [[String: Any]], from offset: Int, code: String, into analysis: inout CellAnalysis
  ) {
    for item in items { readDeclaration(item, into: &analysis) }
    guard let last = items.last(where: { $0["_kind"] as? String != "var_decl" }),
      last["_kind"] as? String == "top_level_code_decl",
      let body = last["body"] as? [String: Any],
      let elements = body["elements"] as? [[String: Any]],
      let element = elements.last, let kind = element["_kind"] as? String, kind.hasSuffix("_expr"),
      kind != "await_expr",
      let start = (last["range"] as? [String: Any])?["start"] as? Int
    else { return }
    let parts = element["elements"] as? [[String: Any]] ?? []
    guard !parts.contains(where: { $0["_kind"] as? String == "assign_expr" }) else { return }
    // A closing semicolon says: do not show it.
    guard !code.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix(";") else { return }
    analysis.lastExpression = start - offset
  }

  private static let kinds = [
    "func_decl": "func", "struct_decl": "struct", "class_decl": "class", "enum_decl": "enum",
    "protocol": "protocol", "protocol_decl": "protocol", "typealias": "typealias",
    "typealias_decl": "typealias", "actor_decl": "class",
  ]

  private static func readDeclaration(_ item: [String: Any], into analysis: inout CellAnalysis) {
    guard let kind = item["_kind"] as? String,
      let name = ((item["name"] as? [String: Any])?["base_name"] as? [String: Any])?["name"]
        as? String
    else { return }
    if kind == "var_decl" {
      analysis.declared.append((name, item["let"] as? Bool == true ? "let" : "var"))
    } else if let word = kinds[kind] {
      analysis.declared.append((name, word))
      // A function that is an operator reaches every expression of its file.
      if let first = name.first, !(first.isLetter || first == "_") { analysis.mustStart = true }
    }
  }
}

/// The identifiers of Swift code, read without understanding it: comments and strings count too.
enum Words {
  static func list(of code: String) -> [Substring] {
    code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
