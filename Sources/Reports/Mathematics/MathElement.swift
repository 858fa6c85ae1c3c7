internal import Basics

/// An element of MathML.
///
/// Its depth is bounded by `TeXParser.maximumDepth`, so writing it out may call itself.
struct MathElement: Equatable {
  enum Content: Equatable {
    case text(String)
    case children([MathElement])
  }

  let name: String
  var attributes: MathAttributes
  var content: Content

  init(_ name: String, _ attributes: MathAttributes = [:], content: Content) {
    self.name = name
    self.attributes = attributes
    self.content = content
  }

  init(_ name: String, _ children: [MathElement], _ attributes: MathAttributes = [:]) {
    self.init(name, attributes, content: .children(children))
  }

  static func text(
    _ name: String, _ text: String, _ attributes: MathAttributes = [:]
  ) -> MathElement {
    MathElement(name, attributes, content: .text(text))
  }

  static func space(_ width: String) -> MathElement {
    MathElement("mspace", ["width": width], content: .children([]))
  }

  /// One element that holds all of a row: the only one itself, or an `mrow`.
  static func row(_ elements: [MathElement]) -> MathElement {
    elements.count == 1 ? elements[0] : MathElement("mrow", elements)
  }

  /// Whether this is one operator sign, whose spacing can be set.
  var isOperator: Bool { name == "mo" }

  var markup: String {
    var output = ""
    write(to: &output)
    return output
  }

  private func write(to output: inout String) {
    output += "<" + name
    for (key, value) in attributes.pairs {
      output += " \(key)=\"\(Self.escaped(value))\""
    }
    output += ">"
    switch content {
    case .text(let text): output += Self.escaped(text)
    case .children(let children):
      for child in children { child.write(to: &output) }
    }
    output += "</\(name)>"
  }

  /// The text with markup escaped, and with � for what no XML document may hold.
  private static func escaped(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output.append(contentsOf: "&amp;".unicodeScalars)
      case "<": output.append(contentsOf: "&lt;".unicodeScalars)
      case ">": output.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": output.append(contentsOf: "&quot;".unicodeScalars)
      case "\t", "\n", "\r": output.append(scalar)
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}":
        output.append("\u{FFFD}")
      default: output.append(scalar)
      }
    }
    return String(output)
  }
}

/// The attributes of an element, in the order in which they are written.
struct MathAttributes: Equatable, ExpressibleByDictionaryLiteral {
  private(set) var pairs: [(name: String, value: String)]

  init(_ pairs: [(String, String)]) {
    self.pairs = []
    for (name, value) in pairs { self[name] = value }
  }

  init(dictionaryLiteral pairs: (String, String)...) {
    self.init(pairs)
  }

  subscript(name: String) -> String? {
    get { pairs.first { $0.name == name }?.value }
    set {
      let place = pairs.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): pairs[place].value = value
      case (let place?, nil): pairs.remove(at: place)
      case (nil, let value?): pairs.append((name, value))
      case (nil, nil): break
      }
    }
  }

  static func == (left: MathAttributes, right: MathAttributes) -> Bool {
    left.pairs.elementsEqual(right.pairs, by: ==)
  }
}
