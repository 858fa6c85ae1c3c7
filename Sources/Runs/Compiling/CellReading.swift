internal import Foundation

/// Reads the parser's items of one cell.
struct CellReading {
  var code: String
  var parsed: CellParser.Parsed
  private let bytes: [UInt8]

  init(code: String, parsed: CellParser.Parsed) {
    self.code = code
    self.parsed = parsed
    bytes = Array(code.utf8)
  }

  func analysis() -> CellAnalysis {
    var analysis = CellAnalysis()
    analysis.mentioned = Set(
      Identifiers.list(of: code).lazy.filter { !$0.isMember }.map(\.name))
    for item in parsed.items { read(item, into: &analysis) }
    analysis.items = CellItems(
      items: ItemReader(code: code, parsed: parsed).items(), imports: analysis.imports)
    analysis.isHeavy = isHeavy()
    analysis.lastExpression = lastExpression()
    return analysis
  }

  private func read(_ item: SyntaxNode, into analysis: inout CellAnalysis) {
    switch item.kind {
    case "import_decl": analysis.imports.append(importText(item))
    case "extension_decl":
      analysis.reachesUp = true
      if let declaration = readExtension(item) { analysis.extensions.append(declaration) }
    case "top_level_code_decl": readStatement(item, into: &analysis)
    default:
      if item.kind.hasSuffix("operator_decl") || item.kind.hasPrefix("precedence_group")
        || item.kind == "macro_decl"
      {
        analysis.reachesUp = true
      }
      if let declaration = readDeclaration(item) {
        analysis.declared.append(declaration)
        // A function that is an operator reaches every expression of its file.
        if !BatchSource.isIdentifier(declaration.name) { analysis.reachesUp = true }
      }
    }
    analysis.types += TypeShape.all(in: item)
  }

  private static let kinds = [
    "func_decl": "func", "struct_decl": "struct", "class_decl": "class", "enum_decl": "enum",
    "protocol": "protocol", "protocol_decl": "protocol", "typealias": "typealias",
    "typealias_decl": "typealias", "actor_decl": "class",
  ]

  private func readDeclaration(_ item: SyntaxNode) -> Declaration? {
    guard let name = item.name else { return nil }
    if item.kind == "var_decl" {
      if item.nodes("attrs").contains(where: { $0.kind == "async_attr" }) {
        return Declaration(name: name, kind: Declaration.asyncLet)
      }
      return Declaration(name: name, kind: item.flag("let") ? "let" : "var")
    }
    guard let word = Self.kinds[item.kind] else { return nil }
    var declaration = Declaration(name: name, kind: word)
    if word == "func", let list = item.node("params"), let start = list.start,
      let end = list.lastToken
    {
      declaration.signature = Declaration.signature(
        name: name, labels: item.labels, parameters: text(start, through: end))
    }
    return declaration
  }

  private func readExtension(_ item: SyntaxNode) -> CellAnalysis.Extension? {
    guard let type = item.text("extended_type"), let place = item.start else { return nil }
    let start = place - parsed.shift
    guard start >= 0, start < bytes.count,
      let body = bytes[start...].firstIndex(of: UInt8(ascii: "{"))
    else { return nil }
    let head = String(decoding: bytes[start..<body], as: UTF8.self)
    let condition = head.range(of: #"\bwhere\b.*"#, options: .regularExpression)
    let members = item.nodes("members").flatMap { member in
      [member.name].compactMap { $0 } + member.nodes("elements").compactMap(\.name)
    }
    return CellAnalysis.Extension(
      type: type, start: start, body: body,
      condition: condition.map { head[$0].trimmingCharacters(in: .whitespacesAndNewlines) } ?? "",
      members: members)
  }

  private func readStatement(_ item: SyntaxNode, into analysis: inout CellAnalysis) {
    let elements = item.node("body")?.nodes("elements") ?? []
    for element in elements where element.kind == "defer_stmt" {
      if let start = element.start { analysis.defers.append(start - parsed.shift) }
    }
    if let statement = statement(item, elements) { analysis.statements.append(statement) }
    if !analysis.awaits { analysis.awaits = awaits(item) }
  }

  private func statement(
    _ item: SyntaxNode, _ elements: [SyntaxNode]
  ) -> CellAnalysis.Statement? {
    let binding = elements.last { $0.kind == "pattern_binding_decl" }
    guard let start = binding?.start ?? item.start, let end = item.lastToken else { return nil }
    let inside = item.all()
    let names = binding?.nodes("pattern_entries").flatMap(TypeShape.names) ?? []
    let bound = inside.filter { $0.kind == "pattern_named" }.compactMap(\.name)
    var statement = CellAnalysis.Statement(
      range: (start - parsed.shift)...max(start, self.end(of: end)) - parsed.shift)
    statement.names = names
    statement.isPlain = binding != nil && isPlain(start - parsed.shift)
    // A name bound once more than the declaration itself does is another one inside.
    statement.locals = bound.filter { name in
      bound.count { $0 == name } > names.count { $0 == name }
    }
    statement.closures = inside.filter { $0.kind == "closure_expr" }.compactMap(readClosure)
    return statement
  }

  /// The last byte before the next item: the last token may be a string with code in it.
  private func end(of lastToken: Int) -> Int {
    let next = parsed.items.compactMap(\.start).filter { $0 > lastToken }.min()
    return (next ?? bytes.count + parsed.shift) - 1
  }

  private func readClosure(_ closure: SyntaxNode) -> CellAnalysis.Closure? {
    let names = closure.node("params")?.nodes("params").compactMap(\.name) ?? []
    guard !names.isEmpty, let body = closure.node("body"), let start = body.start,
      let end = body.lastToken
    else { return nil }
    return CellAnalysis.Closure(
      parameters: names, range: (start - parsed.shift)...max(start, end) - parsed.shift)
  }

  /// Whether a statement waits itself, not only a closure or function in it.
  private func awaits(_ item: SyntaxNode) -> Bool {
    let inside = item.all { node in
      node.kind != "closure_expr" && node.kind != "func_decl" && !node.kind.hasSuffix("struct_decl")
        && node.kind != "class_decl" && node.kind != "accessor_decl"
    }
    return inside.contains { node in
      if node.kind == "await_expr" { return true }
      if node.kind == "pattern_binding_decl", let start = node.start {
        // The parser marks `async let` on the variable, which is an item of its own.
        return precededByAsync(start - parsed.shift)
      }
      if node.kind == "for_each_stmt", let start = node.start {
        return isForAwait(start - parsed.shift)
      }
      return false
    }
  }

  /// Whether nothing before `let` or `var` says how it is isolated.
  private func isPlain(_ offset: Int) -> Bool {
    let head = String(decoding: bytes[..<max(0, min(offset, bytes.count))], as: UTF8.self)
    let line = head[(head.lastIndex(of: "\n") ?? head.startIndex)...]
    let word = line.trimmingCharacters(in: .whitespacesAndNewlines)
    return word.isEmpty || ["public", "internal", "private", "fileprivate"].contains(word)
  }

  private func precededByAsync(_ offset: Int) -> Bool {
    let head = String(decoding: bytes[..<max(0, min(offset, bytes.count))], as: UTF8.self)
    return Identifiers.list(of: head).last.map {
      $0.name == "async" && !$0.isMember
        && bytes[($0.offset + 5)..<offset].allSatisfy { " \t\n".utf8.contains($0) }
    } ?? false
  }

  private func isForAwait(_ offset: Int) -> Bool {
    let rest = String(decoding: bytes[max(0, offset)...], as: UTF8.self)
    // A label may stand before it.
    let words = Identifiers.list(of: String(rest.prefix(200))).prefix(4).map(\.name)
      .drop { $0 != "for" }.dropFirst()
    return words.first == "await" || (words.first == "try" && words.dropFirst().first == "await")
  }

  private func isHeavy() -> Bool {
    var loops = 0
    var hasFunction = false
    for node in parsed.items.flatMap({ $0.all() }) {
      if ["for_each_stmt", "while_stmt", "repeat_while_stmt"].contains(node.kind) { loops += 1 }
      if node.kind == "func_decl", node.name != "$defer" { hasFunction = true }
    }
    return loops > 1 || (loops == 1 && hasFunction)
  }

  private func lastExpression() -> Int? {
    guard let last = parsed.items.last(where: { $0.kind != "var_decl" }),
      last.kind == "top_level_code_decl", let start = last.start,
      let element = last.node("body")?.nodes("elements").last, element.kind.hasSuffix("_expr"),
      !element.nodes("elements").contains(where: { $0.kind == "assign_expr" })
    else { return nil }
    // A closing semicolon says: do not show it.
    guard !element.flag("trailing_semi") else { return nil }
    return start - parsed.shift
  }

  /// An import declaration as written, with the attributes before it.
  private func importText(_ item: SyntaxNode) -> String {
    let start = (item.start ?? 0) - parsed.shift
    let end = wordEnd(from: (item.lastToken ?? 0) - parsed.shift)
    let declaration = String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    let head = String(decoding: bytes[..<start], as: UTF8.self)
    let attributes = head.range(
      of: #"((@\w+(\([^()]*\))?|public|package|internal|fileprivate|private)\s+)+$"#,
      options: .regularExpression)
    return (attributes.map { String(head[$0]) } ?? "").replacingOccurrences(of: "\n", with: " ")
      + declaration
  }

  private func wordEnd(from offset: Int) -> Int {
    var end = max(0, offset)
    while end < bytes.count, !" \t\n;/".utf8.contains(bytes[end]) { end += 1 }
    return end
  }

  private func text(_ start: Int, through end: Int) -> String {
    let (from, to) = (start - parsed.shift, end - parsed.shift)
    guard from >= 0, to >= from, to < bytes.count else { return "" }
    return String(decoding: bytes[from...to], as: UTF8.self)
  }
}
