/// Whole numbers in English words with their digits: a task of translation where the answer's length is
/// not the question's and zeros are said by silence.
///
///     "twelve thousand and five"  →  "12005"
///
/// How many digits (1 to 6) is drawn uniformly, then the number uniformly among those with so many,
/// then whether "and" is said. **Chance**: a constant answer is right for at most 1/10 of the numbers
/// of one digit and so for 1/60 = 1.7 % of all draws (the share is smaller in pairs without
/// repetition, where short numbers run out).
public struct NumberWords: Sendable {
  /// Whether "and" is said.
  public enum Style: Sendable, CaseIterable {
    /// As in America: "one hundred five".
    case plain
    /// As in Britain: "one hundred and five", also "one thousand and five".
    case and
  }

  /// The numbers that can be said.
  public static let range = 0...999_999

  /// The styles that are drawn, uniformly.
  public let styles: [Style]

  /// Numbers in some styles.
  public init(styles: [Style] = Style.allCases) {
    require(!styles.isEmpty, "NumberWords: no style is given; name .plain, .and or both")
    self.styles = styles
  }

  private static let small =
    ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    + "sixteen seventeen eighteen nineteen").split(separator: " ")
  private static let tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(
    separator: " ")

  /// A number in words; one outside 0 … 999,999 stops the program.
  public static func words(_ number: Int, style: Style = .plain) -> String {
    require(
      range.contains(number), "NumberWords: \(number) is outside \(range.lowerBound) … 999999")
    guard number > 0 else { return "zero" }
    let (thousands, rest) = number.quotientAndRemainder(dividingBy: 1000)
    var words = thousands > 0 ? group(thousands, style) + ["thousand"] : []
    if style == .and, thousands > 0, (1..<100).contains(rest) { words.append("and") }
    words += group(rest, style)
    return words.joined(separator: " ")
  }

  /// The words of 0 … 999; none for 0.
  private static func group(_ number: Int, _ style: Style) -> [String] {
    let (hundreds, rest) = number.quotientAndRemainder(dividingBy: 100)
    var words = hundreds > 0 ? [String(small[hundreds]), "hundred"] : []
    guard rest > 0 else { return words }
    if style == .and, hundreds > 0 { words.append("and") }
    let one = rest % 10
    if rest < 20 {
      words.append(String(small[rest]))
    } else {
      words.append(String(tens[rest / 10 - 2]) + (one > 0 ? "-" + small[one] : ""))
    }
    return words
  }

  /// Pairs of words and digits, no source twice; more than 500,000 stop the program.
  public func pairs(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [TextPair] {
    require(
      (0...500_000).contains(count),
      "NumberWords: \(count) pairs without repetition; ask for 0 … 500000")
    return TextPair.distinct(count) {
      let digits = generator.index(below: 6)
      let upper = (0...digits).reduce(1) { power, _ in power * 10 }
      let lower = digits == 0 ? 0 : upper / 10
      let number = lower + generator.index(below: upper - lower)
      let style = styles[generator.index(below: styles.count)]
      return TextPair(source: Self.words(number, style: style), target: "\(number)")
    }
  }
}
