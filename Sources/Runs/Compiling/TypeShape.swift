/// What a type of a cell is made of: what the compiler would need to synthesise a conformance.
struct TypeShape: Sendable, Equatable {
  /// With the names of the types around it: `Outer.Inner`.
  var name: String
  var kind: Kind
  /// Of a `CodingKeys` in it: its cases.
  var codingKeys: [String]?
  /// Whether it has initialisers of its own, so that Swift gives it none.
  var hasInitializer = false

  enum Kind: Sendable, Equatable {
    case structure([Field])
    case enumeration([Case])
    case other
  }

  /// A stored property.
  struct Field: Sendable, Equatable {
    var name: String
    /// A constant with a value: no initialiser takes it.
    var isFixed = false
  }

  /// A case with its payload: a label or an empty text for each value.
  struct Case: Sendable, Equatable {
    var name: String
    var payload: [String] = []
  }

  /// The types that an item declares, with those inside it.
  static func all(in item: SyntaxNode) -> [TypeShape] {
    var shapes: [TypeShape] = []
    var waiting = [(item, "")]
    while let (node, outer) = waiting.popLast() {
      let extended = node.text("extended_type")
      guard let name = extended ?? node.name,
        node.kind.hasPrefix("struct") || node.kind.hasPrefix("enum_d")
          || node.kind.hasPrefix("class") || extended != nil
      else { continue }
      let path = outer + name
      if extended == nil { shapes.append(shape(of: node, name: path)) }
      waiting += node.nodes("members").map { ($0, path + ".") }
    }
    return shapes
  }

  private static func shape(of node: SyntaxNode, name: String) -> TypeShape {
    let members = node.nodes("members")
    var shape = TypeShape(name: name, kind: .other)
    shape.hasInitializer = members.contains { $0.kind == "constructor_decl" }
    shape.codingKeys = members.first { $0.name == "CodingKeys" && $0.kind == "enum_decl" }
      .map { cases($0.nodes("members")).map(\.name) }
    if node.kind == "struct_decl" {
      shape.kind = .structure(fields(members))
    } else if node.kind == "enum_decl" {
      shape.kind = .enumeration(cases(members))
    }
    return shape
  }

  private static func fields(_ members: [SyntaxNode]) -> [Field] {
    let entries = members.filter { $0.kind == "pattern_binding_decl" }.flatMap {
      $0.nodes("pattern_entries")
    }
    let withValue = entries.filter { $0.node("original_init") != nil }.flatMap(names)
    return members.compactMap { member in
      guard member.kind == "var_decl", !member.flag("static"), let name = member.name,
        member.nodes("accessors").allSatisfy({ $0.flag("didSet") || $0.flag("willSet") })
      else { return nil }
      return Field(name: name, isFixed: member.flag("let") && withValue.contains(name))
    }
  }

  private static func cases(_ members: [SyntaxNode]) -> [Case] {
    members.filter { $0.kind == "enum_element_decl" }.compactMap { element in
      guard let name = element.name else { return nil }
      return Case(
        name: name,
        payload: element.node("params")?.nodes("params").map { $0.text("apiName") ?? "" } ?? [])
    }
  }

  /// The names that a pattern binds.
  static func names(_ entry: SyntaxNode) -> [String] {
    entry.node("pattern")?.all().compactMap { $0.kind == "pattern_named" ? $0.name : nil } ?? []
  }
}
