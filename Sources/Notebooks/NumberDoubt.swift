/// Why a text that looks like a number is none.
struct NumberDoubt {
  let message: String
  let advice: String

  /// The doubt about a text, or `nil` if it is a number or looks like none.
  static func about(_ text: String) -> NumberDoubt? {
    guard FrontMatter.Value(number: text) == nil else { return nil }
    let quoted = "or \"\(text)\" in quotation marks for the text."
    let bare = text.lowercased().drop { $0 == "-" || $0 == "+" }
    if [".inf", ".nan", "inf", "nan", "infinity"].contains(bare) {
      return NumberDoubt(message: "is no finite number", advice: "Write a number, \(quoted)")
    }
    guard let first = bare.first, first.isASCII, first.isNumber || first == ".",
      bare.contains(where: { $0.isASCII && $0.isNumber })
    else { return nil }
    let isInteger = bare.allSatisfy { $0.isASCII && $0.isNumber }
    if isInteger || bare.hasPrefix("0x") || bare.hasPrefix("0o") {
      return integer(text, bare: bare, quoted: quoted)
    }
    if let plain = withoutGroups(text, bare) {
      return NumberDoubt(
        message: "could be a number or a text", advice: "Write \(plain), \(quoted)")
    }
    if let number = Double(text), !number.isFinite {
      return NumberDoubt(
        message: "is larger than any number can be",
        advice: "Numbers go up to 1.797e308; write a smaller one, \(quoted)")
    }
    return nil
  }

  private static func integer(
    _ text: String, bare: Substring, quoted: String
  ) -> NumberDoubt? {
    let digits = bare.drop { $0 == "0" }
    if digits.count < bare.count, bare.allSatisfy(\.isNumber), digits.count < 19 {
      let value = digits.isEmpty ? "0" : String(digits)
      let isOctal = value.allSatisfy { $0 < "8" }
      let sign = text.hasPrefix("-") ? "-" : ""
      return NumberDoubt(
        message: isOctal ? "could be decimal or octal" : "could be a number or a text",
        advice: "Write \(sign)\(value), \(isOctal ? "\(sign)0o\(value), " : "")\(quoted)")
    }
    let prefix = bare.hasPrefix("0x") || bare.hasPrefix("0o") ? 2 : 0
    guard bare.count > prefix, bare.dropFirst(prefix).allSatisfy(\.isHexDigit) else { return nil }
    let number = prefix == 0 ? "write \(text).0 for a number" : "write a smaller one"
    return NumberDoubt(
      message: "is no integer of 64 bits",
      advice: "Integers go from -9223372036854775808 to 9223372036854775807; \(number), \(quoted)")
  }

  /// The decimal number that a text with groups of digits, such as `1_000` or `1,000.5`, or in binary
  /// digits may mean.
  private static func withoutGroups(_ text: String, _ bare: Substring) -> String? {
    if bare.hasPrefix("0b"), let value = Int(bare.dropFirst(2), radix: 2) {
      return "\(text.hasPrefix("-") ? -value : value)"
    }
    let plain = text.filter { $0 != "_" && $0 != "," }
    guard plain != text, FrontMatter.Value(number: plain) != nil else { return nil }
    // A comma is taken for a group's only where three digits follow: `1,2` may be a list.
    let groups = bare.prefix { $0 != "." && $0 != "e" }.split(
      separator: ",", omittingEmptySubsequences: false)
    return groups.dropFirst().allSatisfy { $0.count == 3 } && groups.first != "" ? plain : nil
  }
}
