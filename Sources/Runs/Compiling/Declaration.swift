/// A name that a cell declares at its top level.
struct Declaration: Sendable, Equatable {
  var name: String
  /// The word that an import of one declaration takes: `let`, `func`, `struct` and so on.
  var kind: String
  /// The kind of what ends with its cell.
  static let asyncLet = "async let"
  /// Of a function: its name, labels and parameter types; a declaration of the same signature hides
  /// the older one, any other is an overload beside it.
  var signature: String?

  /// The signature of a function from the text of its parameters, `(_ a: Int = 1, b c: [String])`.
  static func signature(name: String, labels: [String], parameters: String) -> String {
    let types = split(parameters.dropFirst().dropLast()).map { parameter in
      let type = split(parameter, at: ":", most: 1).dropFirst().first ?? ""
      let plain = split(type, at: "=", most: 1).first ?? ""
      return plain.filter { !$0.isWhitespace }
    }
    return "\(name)(\(zip(labels, types).map { "\($0):\($1)" }.joined(separator: ",")))"
  }

  /// Splits at a character where no bracket is open.
  private static func split(
    _ text: Substring, at separator: Character = ",", most: Int = .max
  ) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    var previous: Character = " "
    for place in text.indices {
      let character = text[place]
      if "([{<".contains(character) { depth += 1 }
      // The head of an arrow closes nothing.
      if ")]}".contains(character) || (character == ">" && previous != "-") { depth -= 1 }
      if character == separator, depth == 0, parts.count < most {
        parts.append(text[start..<place])
        start = text.index(after: place)
      }
      previous = character
    }
    return parts + [text[start...]]
  }
}
