internal import Basics
import Yams

extension YAMLMapping {
  /// What a scalar without quotes means: YAML 1.2's core types, so `yes` is no boolean.
  static func resolve(_ scalar: Node.Scalar) -> FrontMatter.Value? {
    let text = scalar.string
    guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return nil
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: return FrontMatter.Value(number: text) ?? .string(text)
    }
  }

  /// The scalar of an entry.
  private func scalar(_ entry: Entry, _ wanted: String) throws(Problem) -> Node.Scalar {
    guard case .scalar(let scalar) = entry.value else {
      throw problem(entry, wanted, found: entry.value.mapping == nil ? "a list" : "a mapping")
    }
    return scalar
  }

  private func value(_ entry: Entry, _ wanted: String) throws(Problem) -> FrontMatter.Value {
    guard let value = Self.resolve(try scalar(entry, wanted)) else {
      throw problem(entry, wanted, found: "nothing")
    }
    return value
  }

  private func problem(_ entry: Entry, _ wanted: String, found: String) -> Problem {
    Problem(
      code, at: entry.location, "`\(entry.key)` must be \(wanted), not \(found)",
      advice: advice(for: entry.key, wanted))
  }

  private func advice(for key: String, _ wanted: String) -> String {
    switch wanted {
    case "true or false": "Write `\(key): true` or `\(key): false`."
    case "an integer": "Write for instance `\(key): 7`."
    case "a number of seconds above 0": "Write for instance `\(key): 60`."
    default: "Write `\(key): \"...\"` on one line."
    }
  }

  private func describe(_ entry: Entry) -> String {
    entry.value.scalar.map { "`\($0.string)`" } ?? "that"
  }

  /// A text; numbers and dates are taken as they are written.
  func text(_ entry: Entry) throws(Problem) -> String {
    let scalar = try scalar(entry, "a text")
    guard Self.resolve(scalar) != nil else { throw problem(entry, "a text", found: "nothing") }
    return scalar.string
  }

  /// `true` or `false`.
  func boolean(_ entry: Entry) throws(Problem) -> Bool {
    let wanted = "true or false"
    guard case .boolean(let value) = try value(entry, wanted) else {
      throw problem(entry, wanted, found: describe(entry))
    }
    return value
  }

  /// A whole number.
  func integer(_ entry: Entry) throws(Problem) -> Int {
    let wanted = "an integer"
    guard case .integer(let value) = try value(entry, wanted) else {
      throw problem(entry, wanted, found: describe(entry))
    }
    return value
  }

  /// A positive number of seconds.
  func seconds(_ entry: Entry) throws(Problem) -> Double {
    let wanted = "a number of seconds above 0"
    switch try value(entry, wanted) {
    case .integer(let value) where value > 0: return Double(value)
    case .number(let value) where value > 0: return value
    default: throw problem(entry, wanted, found: describe(entry))
    }
  }

  /// The problem of a key that does not exist.
  func unknownKey(_ entry: Entry, known: [String], kind: String) -> Problem {
    Problem(
      code, at: entry.keyLocation, "unknown \(kind) `\(entry.key)`",
      advice: Suggestion.advice(for: entry.key, among: known, what: "Known are"))
  }
}

extension FrontMatter.Value {
  /// A decimal integer or finite number, or `nil`.
  init?(number text: String) {
    var digits = text[...]
    if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() }
    guard let first = digits.first, first.isASCII, first.isNumber || first == ".",
      digits.contains(where: { $0.isASCII && $0.isNumber }),
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) })
    else { return nil }
    if let integer = Int(text) {
      self = .integer(integer)
    } else if let number = Double(text), number.isFinite {
      self = .number(number)
    } else {
      return nil
    }
  }
}
