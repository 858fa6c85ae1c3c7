/// The text of one member that a conformance requires, from what a type is made of; what it does is what
/// the compiler's own would do.
struct WitnessText {
  var shape: TypeShape

  /// The member, or `nil` where Swift would not synthesise it either.
  func text(of requirement: String) -> String? {
    switch (requirement, shape.kind) {
    case ("==", .structure(let fields)): equality(fields)
    case ("==", .enumeration(let cases)): equality(cases)
    case ("hash(into:)", .structure(let fields)): hash(fields)
    case ("hash(into:)", .enumeration(let cases)): hash(cases)
    case ("hashValue", _): "public var hashValue: Int { _hashValue(for: self) }\n"
    case ("<", .enumeration(let cases)): order(cases)
    case ("allCases", .enumeration(let cases)): allCases(cases)
    case ("encode(to:)", .structure(let fields)): CodingText(shape: shape).encoding(fields)
    case ("encode(to:)", .enumeration(let cases)): CodingText(shape: shape).encoding(cases)
    case ("init(from:)", .structure(let fields)): CodingText(shape: shape).decoding(fields)
    case ("init(from:)", .enumeration(let cases)): CodingText(shape: shape).decoding(cases)
    default: nil
    }
  }

  private func equality(_ fields: [TypeShape.Field]) -> String {
    let parts = fields.map { "_a.`\($0.name)` == _b.`\($0.name)`" }
    return "public static func == (_a: Self, _b: Self) -> Bool { "
      + (parts.isEmpty ? "true" : parts.joined(separator: " && ")) + " }\n"
  }

  private func equality(_ cases: [TypeShape.Case]) -> String {
    var text = "public static func == (_a: Self, _b: Self) -> Bool {\nswitch (_a, _b) {\n"
    for one in cases {
      let parts = one.payload.indices.map { "_a\($0) == _b\($0)" }
      text += "case (\(Self.pattern(one, "_a")), \(Self.pattern(one, "_b"))): return "
      text += (parts.isEmpty ? "true" : parts.joined(separator: " && ")) + "\n"
    }
    return text + "default: return false\n}\n}\n"
  }

  private func hash(_ fields: [TypeShape.Field]) -> String {
    "public func hash(into _hasher: inout Hasher) {\n"
      + fields.map { "_hasher.combine(self.`\($0.name)`)\n" }.joined() + "}\n"
  }

  private func hash(_ cases: [TypeShape.Case]) -> String {
    var text = "public func hash(into _hasher: inout Hasher) {\nswitch self {\n"
    for (number, one) in cases.enumerated() {
      text += "case \(Self.pattern(one, "_a")): _hasher.combine(\(number))\n"
      for index in one.payload.indices { text += "_hasher.combine(_a\(index))\n" }
    }
    return text + "}\n}\n"
  }

  private func order(_ cases: [TypeShape.Case]) -> String {
    var text = "public static func < (_a: Self, _b: Self) -> Bool {\n"
    text += "func _place(_ value: Self) -> Int {\nswitch value {\n"
    for (number, one) in cases.enumerated() {
      text += "case .`\(one.name)`: return \(number)\n"
    }
    text += "}\n}\nswitch (_a, _b) {\n"
    for one in cases where !one.payload.isEmpty {
      text += "case (\(Self.pattern(one, "_a")), \(Self.pattern(one, "_b"))):\n"
      for index in one.payload.indices {
        text += "if _a\(index) != _b\(index) { return _a\(index) < _b\(index) }\n"
      }
      text += "return false\n"
    }
    return text + "default: return _place(_a) < _place(_b)\n}\n}\n"
  }

  private func allCases(_ cases: [TypeShape.Case]) -> String? {
    guard cases.allSatisfy(\.payload.isEmpty) else { return nil }
    let list = cases.map { ".`\($0.name)`" }.joined(separator: ", ")
    return "public static var allCases: [Self] { [\(list)] }\n"
  }

  /// A pattern that binds the payload to names with a head.
  static func pattern(_ one: TypeShape.Case, _ head: String) -> String {
    guard !one.payload.isEmpty else { return ".`\(one.name)`" }
    let names = one.payload.indices.map { "let \(head)\($0)" }.joined(separator: ", ")
    return ".`\(one.name)`(\(names))"
  }
}
