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

  /// Asks the compiler for all cells at once.
  static func of(_ codes: [String], toolchain: Toolchain, in folder: String) throws -> [CellAnalysis] {
    guard !codes.isEmpty else { return [] }
    var files: [String] = []
    for (index, code) in codes.enumerated() {
      let file = folder + "/cell\(index).swift"
      try Data(code.utf8).write(to: URL(fileURLWithPath: file))
      files.append(file)
    }
    if codes.count == 1 { files.append("/dev/null") }
    let answer = try ChildProcess.run(
      toolchain.frontend,
      ["-dump-parse", "-dump-ast-format", "json", "-module-name", "Cells", "-diagnostic-style", "llvm"]
        + files)
    var analyses = codes.map { lexical($0) }
    let separator = Array("{\"_kind\":\"source_file\"".utf8)
    for part in split(answer.standardOutput, at: separator) {
      guard
        let tree = try? JSONSerialization.jsonObject(with: Data(part)) as? [String: Any],
        let name = tree["filename"] as? String, let index = files.firstIndex(of: name),
        index < codes.count
      else { continue }
      read(tree, code: codes[index], into: &analyses[index])
    }
    let known = ["expressions are not allowed at the top level", "statements are not allowed at the"]
    for line in answer.standardError.split(separator: "\n") where line.contains(": error: ") {
      guard !known.contains(where: { line.contains($0) }) else { continue }
      for (index, file) in files.enumerated() where line.hasPrefix(file + ":") {
        if index < codes.count { analyses[index].isBroken = true }
      }
    }
    return analyses
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

  private static func split(_ bytes: [UInt8], at separator: [UInt8]) -> [ArraySlice<UInt8>] {
    var starts: [Int] = []
    var from = 0
    while let found = bytes[from...].firstRange(of: separator) {
      starts.append(found.lowerBound)
      from = found.upperBound
    }
    return zip(starts, starts.dropFirst() + [bytes.count]).map { bytes[$0..<$1] }
  }

  private static func read(_ tree: [String: Any], code: String, into analysis: inout CellAnalysis) {
    let items = tree["items"] as? [[String: Any]] ?? []
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
    analysis.lastExpression = start
  }

  private static let kinds = [
    "func_decl": "func", "struct_decl": "struct", "class_decl": "class", "enum_decl": "enum",
    "protocol": "protocol", "protocol_decl": "protocol", "typealias": "typealias",
    "typealias_decl": "typealias", "actor_decl": "class",
  ]

  private static func readDeclaration(_ item: [String: Any], into analysis: inout CellAnalysis) {
    guard let kind = item["_kind"] as? String,
      let name = ((item["name"] as? [String: Any])?["base_name"] as? [String: Any])?["name"] as? String
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
