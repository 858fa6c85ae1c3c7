/// The text of `encode(to:)` and `init(from:)`, which write and read what the compiler's own would.
struct CodingText {
  var shape: TypeShape

  func encoding(_ fields: [TypeShape.Field]) -> String {
    var text = "public func encode(to _encoder: any Encoder) throws {\n"
    text += "var _values = _encoder.container(keyedBy: \(keys).self)\n"
    for field in fields where isCoded(field.name) {
      text += "try _unrollEncode(self.`\(field.name)`, &_values, \(key(field.name)))\n"
    }
    return text + "_ = _values\n}\n"
  }

  /// A value of a structure of another module is made by its memberwise initialiser alone.
  func decoding(_ fields: [TypeShape.Field]) -> String? {
    guard !shape.hasInitializer else { return nil }
    var text = "public init(from _decoder: any Decoder) throws {\n"
    text += "let _values = try _decoder.container(keyedBy: \(keys).self)\n_ = _values\n"
    let arguments = fields.filter { !$0.isFixed && isCoded($0.name) }.map {
      "\($0.name): try _unrollDecode(_values, \(key($0.name)))"
    }
    return text + "self.init(\(arguments.joined(separator: ", ")))\n}\n"
  }

  func encoding(_ cases: [TypeShape.Case]) -> String {
    var text = "public func encode(to _encoder: any Encoder) throws {\n"
    text += "var _cases = _encoder.container(keyedBy: \(keys).self)\nswitch self {\n"
    for one in cases {
      text += "case \(WitnessText.pattern(one, "_a")):\n"
      text += "var _values = _cases.nestedContainer("
      text += "keyedBy: _UnrollKey.self, forKey: \(key(one.name)))\n"
      for (index, label) in one.payload.enumerated() {
        text += "try _unrollEncode(_a\(index), &_values, \(Self.payloadKey(label, index)))\n"
      }
      text += "_ = _values\n"
    }
    return text + "}\n}\n"
  }

  func decoding(_ cases: [TypeShape.Case]) -> String {
    var text = "public init(from _decoder: any Decoder) throws {\n"
    text += "let _cases = try _decoder.container(keyedBy: \(keys).self)\n"
    text += "let _case = try _unrollCase(_cases, of: Self.self)\n"
    text += "let _values = try _cases.nestedContainer(keyedBy: _UnrollKey.self, forKey: _case)\n"
    text += "_ = _values\n"
    for one in cases {
      let arguments = one.payload.enumerated().map { index, label in
        (label.isEmpty ? "" : "\(label): ")
          + "try _unrollDecode(_values, \(Self.payloadKey(label, index)))"
      }
      text += "if _case.stringValue == \(key(one.name)).stringValue {\nself = .`\(one.name)`"
      text += arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))"
      text += "\nreturn\n}\n"
    }
    return text + "throw _unrollNoCase(_cases, of: Self.self)\n}\n"
  }

  private var keys: String { shape.codingKeys == nil ? "_UnrollKey" : "CodingKeys" }

  private func key(_ name: String) -> String {
    shape.codingKeys == nil ? "_UnrollKey(\"\(name)\")" : "CodingKeys.`\(name)`"
  }

  private static func payloadKey(_ label: String, _ index: Int) -> String {
    "_UnrollKey(\"\(label.isEmpty ? "_\(index)" : label)\")"
  }

  private func isCoded(_ name: String) -> Bool { shape.codingKeys?.contains(name) ?? true }
}
