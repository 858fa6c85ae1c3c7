/// How numbers are written, the same in every figure and on every machine.
public enum NumberText {
  /// Rounded to so many significant digits, without zeros at the end: `1.45`, `12000`, `1.5×10⁻⁷`.
  public static func short(_ value: Double, significant: Int = 4) -> String {
    guard value.isFinite else { return notFinite(value) }
    let digits = DecimalDigits(value).rounded(significant: significant)
    let isPlain = digits.digits.isEmpty || (-3...7).contains(digits.exponent)
    return isPlain ? digits.plain() : digits.scientific()
  }

  /// With exactly so many decimals: `1.50`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return notFinite(value) }
    let digits = DecimalDigits(value).rounded(decimals: decimals)
    return digits.exponent > 15 ? short(value) : digits.plain(decimals: decimals)
  }

  /// The shortest text that names the number exactly, for programs to read: `-0.1`, `1e-07`.
  public static func exact(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "inf" : "-inf" }
    let single = Float(value)
    // A value that came from a Float is named by the Float's shorter digits.
    let text = Double(single) == value ? single.description : value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Rounded to tenths, as short as it goes: `.5`, `-12`. For coordinates.
  public static func coordinate(_ value: Double) -> String { tenths(Int((value * 10).rounded())) }

  /// So many tenths, as short as it goes.
  public static func tenths(_ count: Int) -> String {
    let (whole, part) = count.magnitude.quotientAndRemainder(dividingBy: 10)
    let sign = count < 0 ? "-" : ""
    if part == 0 { return whole == 0 ? "0" : "\(sign)\(whole)" }
    return whole == 0 ? "\(sign).\(part)" : "\(sign)\(whole).\(part)"
  }

  /// How many decimals show the smallest of some values with three digits, from 0 to 4.
  public static func decimals(for values: some Sequence<Double>) -> Int {
    var needed = 0
    for value in values where value.isFinite && value != 0 {
      let digits = DecimalDigits(value).rounded(significant: 3)
      needed = max(needed, min(digits.digits.count - digits.exponent, 4))
    }
    return needed
  }

  private static func notFinite(_ value: Double) -> String {
    value.isNaN ? "NaN" : value > 0 ? "∞" : "−∞"
  }
}
