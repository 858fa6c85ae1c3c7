extension FrontMatter.Value {
  /// A finite number as YAML 1.2 writes it, or `nil`: decimal, `0x1F` or `0o17`.
  ///
  /// What older YAML reads otherwise, such as `017` or `1_000`, is `nil` too: see `NumberDoubt`.
  init?(number text: String) {
    var digits = text[...]
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits = digits.dropFirst() }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where digits.hasPrefix(prefix) {
      let rest = digits.dropFirst(2)
      guard rest.allSatisfy(\.isHexDigit),
        let value = Int((isNegative ? "-" : "") + rest, radix: radix)
      else { return nil }
      self = .integer(value)
      return
    }
    guard let first = digits.first, first.isASCII, first.isNumber || first == ".",
      digits.contains(where: { $0.isASCII && $0.isNumber }),
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) })
    else { return nil }
    if digits.allSatisfy(\.isNumber) {
      guard digits.count == 1 || first != "0", let integer = Int(text) else { return nil }
      self = .integer(integer)
    } else if let number = Double(text), number.isFinite {
      self = .number(number)
    } else {
      return nil
    }
  }
}
