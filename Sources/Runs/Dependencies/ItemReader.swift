internal import Foundation

/// Reads the items of one cell from what the parser says.
struct ItemReader {
  private let code: String
  private let parsed: CellParser.Parsed
  private let bytes: [UInt8]
  private let tokens: [Identifiers.Token]

  init(code: String, parsed: CellParser.Parsed) {
    self.code = code
    self.parsed = parsed
    bytes = Array(code.utf8)
    tokens = Identifiers.list(of: code)
  }

  func items() -> [CellItem] {
    // The parser lists a variable beside the statement that declares it; statements have the text.
    let parts = parsed.items.filter { $0.kind != "var_decl" && $0.start != nil }
    let starts = parts.map(start)
    var items: [CellItem] = []
    for (index, part) in parts.enumerated() {
      let end = index + 1 < parts.count ? max(starts[index], starts[index + 1]) : bytes.count
      guard let item = item(part, from: starts[index], to: end) else { continue }
      items.append(item)
    }
    return items
  }

  private func item(_ node: SyntaxNode, from start: Int, to end: Int) -> CellItem? {
    guard node.kind != "import_decl" else { return nil }
    var item = CellItem(kind: .code)
    switch node.kind {
    case "top_level_code_decl", "pattern_binding_decl":
      let elements =
        node.kind == "pattern_binding_decl" ? [node] : node.node("body")?.nodes("elements") ?? []
      for binding in elements where binding.kind == "pattern_binding_decl" {
        item.declares += binding.nodes("pattern_entries").flatMap(TypeShape.names)
      }
      item.variables = variables.intersection(item.declares)
      item.isComputed =
        bytes[start...].first == UInt8(ascii: "@")
        || !Set(computed).isDisjoint(with: item.declares)
    case "extension_decl":
      item.kind = .extension
      item.extended = extended(node)
    default:
      item.kind = .declaration
      if let name = node.name { item.declares = [name] }
      item.isFunction = node.kind == "func_decl"
      item.isOpen =
        node.kind.hasSuffix("operator_decl") || node.kind.hasPrefix("precedence_group")
        || node.kind == "macro_decl" || node.name.map { !BatchSource.isIdentifier($0) } ?? true
    }
    let inside = node.all()
    item.conforms = inside.contains { !$0.nodes("inherits").isEmpty }
    if item.kind != .code {
      item.text = declarationText(node, from: start, to: end)
      readStatics(node, inside, into: &item)
    } else {
      item.hasHiddenStatics = inside.contains { $0.kind == "var_decl" && $0.flag("static") }
    }
    item.bound = Set(
      inside.filter {
        [
          "pattern_named", "parameter", "var_decl", "func_decl", "generic_type_param",
          "generic_type_param_decl", "enum_element_decl", "associated_type_decl", "struct_decl",
          "class_decl", "enum_decl", "typealias",
        ].contains($0.kind)
      }.compactMap(\.name))
    item.captures =
      bytes[start..<end].contains(UInt8(ascii: "&"))
      || inside.contains { ["closure_expr", "func_decl"].contains($0.kind) }
    let hidden = hiddenNames(inside)
    // Where a name is declared it means nothing that was there before.
    var declared = Set(item.declares)
    let used = tokens.filter { token in
      guard (start..<end).contains(token.offset) else { return false }
      if token.isMember || token.isLabel { return true }
      return declared.remove(token.name) == nil && !isHidden(token, hidden)
    }
    item.read(used, of: code)
    return item
  }

  private func isHidden(
    _ token: Identifiers.Token, _ hidden: [(name: String, range: Range<Int>)]
  ) -> Bool {
    hidden.contains { $0.name == token.name && $0.range.contains(token.offset) }
  }

  /// Where an item starts: before the attributes and modifiers that the parser leaves out of it.
  private func start(of node: SyntaxNode) -> Int {
    let place = min(max(0, (node.start ?? 0) - parsed.shift), bytes.count)
    let head = String(decoding: bytes[..<place], as: UTF8.self)
    let words =
      #"((@\w+(\.\w+)*(\([^()]*\))?|public|package|internal|fileprivate|private|final|open|"#
      + #"indirect|nonisolated(\(unsafe\))?|async|lazy|weak|unowned(\(\w+\))?|distributed|"#
      + #"prefix|postfix|infix|isolated|borrowing|consuming|__owned)\s+)+$"#
    guard let found = head.range(of: words, options: .regularExpression) else { return place }
    return head[..<found.lowerBound].utf8.count
  }

  private var variables: Set<String> {
    Set(
      parsed.items.filter { $0.kind == "var_decl" && !$0.flag("let") }.compactMap(\.name))
  }

  private var computed: [String] {
    parsed.items.filter { $0.kind == "var_decl" && !$0.nodes("accessors").isEmpty }
      .compactMap(\.name)
  }

  /// The text of a declaration, without comments that follow it.
  private func declarationText(_ node: SyntaxNode, from start: Int, to end: Int) -> String {
    let last = (node.lastToken ?? 0) - parsed.shift
    let isBrace = last >= start && last < end && bytes[last] == UInt8(ascii: "}")
    return String(decoding: bytes[start..<(isBrace ? last + 1 : max(start, end))], as: UTF8.self)
  }

  private func extended(_ node: SyntaxNode) -> CellItem.Extended? {
    guard let type = node.text("extended_type") else { return nil }
    let list = node.nodes("members")
    let members = list.flatMap { member in
      [member.name].compactMap { $0 } + member.nodes("elements").compactMap(\.name)
    }
    let special: Set = [
      "callAsFunction", "appendInterpolation", "appendLiteral", "makeIterator", "next",
      "dynamicallyCall", "wrappedValue", "projectedValue", "description", "debugDescription",
      "hash", "encode", "customMirror",
    ]
    let isOpen =
      !node.nodes("inherits").isEmpty
      || list.contains { ["constructor_decl", "subscript_decl"].contains($0.kind) }
      || members.contains {
        !BatchSource.isIdentifier($0) || special.contains($0) || $0.hasPrefix("build")
      }
    return CellItem.Extended(
      type: String(type.split(separator: ".").first ?? ""), members: Set(members), isOpen: isOpen)
  }

  /// State that a type or extension itself holds.
  private func readStatics(
    _ node: SyntaxNode, _ inside: [SyntaxNode], into item: inout CellItem
  ) {
    let all = inside.filter {
      $0.kind == "var_decl" && $0.flag("static") && $0.nodes("accessors").isEmpty
    }
    guard !all.isEmpty else { return }
    let own = node.nodes("members").filter {
      $0.kind == "var_decl" && $0.flag("static") && $0.nodes("accessors").isEmpty
    }
    let isPlain =
      ["struct_decl", "enum_decl", "class_decl"].contains(node.kind)
      && node.node("generic_signature") == nil && !item.text.prefix { $0 != "{" }.contains("<")
      && !item.text.contains("private")
    guard isPlain, let type = node.name, own.count == all.count else {
      item.hasHiddenStatics = true
      return
    }
    item.statics = own.compactMap { member in
      member.name.map {
        CellItem.Static(name: "\(type).\($0)", isVariable: !member.flag("let"))
      }
    }
  }

  /// Names that mean something of the item's own in a part of its text: parameters, constants and
  /// variables of a block, stored properties of a type.
  private func hiddenNames(_ inside: [SyntaxNode]) -> [(name: String, range: Range<Int>)] {
    var hidden: [(name: String, range: Range<Int>)] = []
    func hide(_ names: [String], in body: SyntaxNode?, after: Int? = nil) {
      guard let body, let start = body.start, let end = body.lastToken else { return }
      let range = max(start, after ?? start) - parsed.shift..<max(start, end) + 1 - parsed.shift
      guard range.lowerBound < range.upperBound else { return }
      hidden += names.map { ($0, range) }
    }
    for node in inside {
      switch node.kind {
      case "func_decl", "constructor_decl", "closure_expr":
        hide(node.node("params")?.nodes("params").compactMap(\.name) ?? [], in: node.node("body"))
      case "for_each_stmt":
        hide(TypeShape.names(node), in: node.node("body"))
        if let start = node.start.map({ $0 - parsed.shift }),
          let word = tokens.first(where: { $0.offset > start && $0.name == "in" && !$0.isMember })
        {
          hidden += TypeShape.names(node).map { ($0, start..<word.offset) }
        }
      case "brace_stmt" where !node.flag("implicit"):
        for binding in node.nodes("elements") where binding.kind == "pattern_binding_decl" {
          // In its own value the name is still that of the block around.
          let below = node.nodes("elements").compactMap(\.start).filter {
            $0 > binding.lastToken ?? .max
          }
          guard let after = below.min() else { continue }
          hide(binding.nodes("pattern_entries").flatMap(TypeShape.names), in: node, after: after)
        }
      case "struct_decl", "class_decl", "enum_decl", "actor_decl":
        hide(
          node.nodes("members").filter { $0.kind == "var_decl" }.compactMap(\.name), in: node)
      default: break
      }
    }
    return hidden
  }
}
