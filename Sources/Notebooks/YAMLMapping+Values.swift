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
    guard let value = try typedValue(try scalar(entry, wanted), of: entry) else {
      throw problem(entry, wanted, found: "nothing")
    }
    return value
  }

  /// What a scalar means where its type counts; `nil` for nothing. A number that could be read as two
  /// different ones, or as none, is a problem and not a text.
  func typedValue(
    _ scalar: Node.Scalar, of entry: Entry
  ) throws(Problem) -> FrontMatter.Value? {
    let value = Self.resolve(scalar)
    guard scalar.style == .plain, case .string(let text) = value,
      let doubt = NumberDoubt.about(text)
    else { return value }
    throw Problem(
      code, at: entry.location, "`\(entry.key)`: `\(text)` \(doubt.message)", advice: doubt.advice)
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

  /// The longest time that can be set, in seconds: 31 years.
  private static let longest = 1e9

  /// A positive number of seconds.
  func seconds(_ entry: Entry) throws(Problem) -> Double {
    let wanted = "a number of seconds above 0"
    switch try value(entry, wanted) {
    case .integer(let value) where value > 0 && Double(value) <= Self.longest:
      return Double(value)
    case .number(let value) where value > 0 && value <= Self.longest: return value
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
