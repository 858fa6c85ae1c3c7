/// A finite number as decimal digits: 0.d₁d₂d₃… × 10^exponent. Rounding starts from the shortest
/// digits that name the number, so 1.005 becomes 1.01 as a reader expects, on every machine.
public struct DecimalDigits {
  /// Whether a minus stands before it.
  public var isNegative: Bool
  /// Without zeros at either end; empty for 0.
  public var digits: [UInt8]
  /// The power of ten that the digits after the point are multiplied by.
  public var exponent: Int

  /// The shortest digits that name a finite number.
  public init(_ value: Double) {
    isNegative = value < 0
    digits = []
    exponent = 0
    var seenPoint = false
    var characters = value.magnitude.description.utf8.makeIterator()
    while let character = characters.next() {
      switch character {
      case UInt8(ascii: "."):
        seenPoint = true
      case UInt8(ascii: "e"):
        var text = ""
        while let next = characters.next() { text.unicodeScalars.append(Unicode.Scalar(next)) }
        exponent += Int(text) ?? 0
      default:
        if !seenPoint { exponent += 1 }
        digits.append(character - UInt8(ascii: "0"))
      }
    }
    trim()
  }

  /// Rounded, half away from zero, to so many digits from the first on.
  public func rounded(significant count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    var copy = self
    guard count >= 0 else {
      copy.digits = []
      copy.trim()
      return copy
    }
    let roundsUp = digits[count] >= 5
    copy.digits = Array(digits[..<count])
    if roundsUp {
      var index = count - 1
      while index >= 0, copy.digits[index] == 9 {
        copy.digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        copy.digits[index] += 1
      } else {
        copy.digits.insert(1, at: 0)
        copy.exponent += 1
      }
    }
    copy.trim()
    return copy
  }

  /// Rounded to so many digits after the point.
  public func rounded(decimals: Int) -> DecimalDigits { rounded(significant: exponent + decimals) }

  /// Written with a point and at least so many decimals.
  public func plain(decimals minimum: Int = 0) -> String {
    var text = isNegative ? "−" : ""
    if exponent <= 0 { text += "0" }
    for place in 0..<max(exponent, 0) { text += place < digits.count ? "\(digits[place])" : "0" }
    let decimals = max(minimum, digits.count - exponent)
    guard decimals > 0 else { return text }
    text += "."
    for place in exponent..<(exponent + decimals) {
      text += digits.indices.contains(place) ? "\(digits[place])" : "0"
    }
    return text
  }

  /// Written as a factor and a power of ten, `1.5×10⁻⁷`.
  public func scientific() -> String {
    var factor = self
    factor.exponent = 1
    let power = "10" + Self.superscript(exponent - 1)
    return digits == [1] ? (isNegative ? "−" : "") + power : factor.plain() + "×" + power
  }

  private static func superscript(_ number: Int) -> String {
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    var text = number < 0 ? "⁻" : ""
    for digit in number.magnitude.description.utf8 {
      text.append(raised[Int(digit - UInt8(ascii: "0"))])
    }
    return text
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    if digits.isEmpty {
      exponent = 0
      isNegative = false
    }
  }
}
