internal import Basics

extension FrontMatter.Value {
  /// What its type is called.
  public var typeName: String {
    switch self {
    case .integer: "integer"
    case .number: "number"
    case .boolean: "boolean"
    case .string: "string"
    }
  }

  /// A text as a value of this value's type, or `nil` if it is none.
  func parsing(_ text: String) -> Self? {
    switch self {
    case .string: return .string(text)
    case .boolean: return Bool(text).map { .boolean($0) }
    case .integer:
      guard case .integer(let value) = Self(number: text) else { return nil }
      return .integer(value)
    case .number:
      switch Self(number: text) {
      case .integer(let value): return .number(Double(value))
      case .number(let value): return .number(value)
      default: return nil
      }
    }
  }
}

extension FrontMatter {
  /// A copy with the parameters that the command line sets; the last of equal names counts.
  ///
  /// Throws a ``Problem`` for a name that is not declared or a text of the wrong type.
  public func applying(parameters settings: [(name: String, value: String)]) throws -> FrontMatter {
    var result = self
    for (name, text) in settings {
      guard let index = parameters.firstIndex(where: { $0.name == name }) else {
        throw unknownParameter(name)
      }
      let declared = parameters[index]
      guard let value = declared.value.parsing(text) else {
        throw Problem(
          .parameter, at: declared.location,
          "the parameter `\(name)` is of type \(declared.value.typeName); `\(text)` is not",
          advice: "Parameters: \(parameterList).")
      }
      result.parameters[index].value = value
    }
    return result
  }

  private var parameterList: String {
    parameters.map { "\($0.name) (\($0.value.typeName))" }.joined(separator: ", ")
  }

  private func unknownParameter(_ name: String) -> Problem {
    guard !parameters.isEmpty else {
      return Problem(
        .parameter, "unknown parameter `\(name)`",
        advice: "This notebook declares none; add `params:` to its front matter.")
    }
    let nearest = Suggestion.nearest(to: name, among: parameters.map(\.name))
    let question = nearest.map { "Did you mean \($0)? " } ?? ""
    return Problem(
      .parameter, "unknown parameter `\(name)`", advice: "\(question)Parameters: \(parameterList).")
  }
}

extension Notebook {
  /// A copy with the parameters that the command line sets (see ``FrontMatter``).
  public func applying(parameters: [(name: String, value: String)]) throws -> Notebook {
    var result = self
    result.frontMatter = try frontMatter.applying(parameters: parameters)
    return result
  }
}
