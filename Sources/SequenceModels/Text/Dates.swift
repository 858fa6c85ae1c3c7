/// Dates as people write them, with their ISO 8601 form: a small task of translation whose answers are
/// known, used since Bahdanau, Cho and Bengio (2015) to show what attention looks at.
///
///     "Monday the 4th of March 2019"  →  "2019-03-04"
///
/// A day is drawn uniformly from the years, then one of the formats that can write it, uniformly.
/// `DateFormat` says why every source has one answer. Sources have 6 to 36 characters, targets 10.
///
/// **Chance**, for the years 1950 … 2049: the best constant answer is right for one day in 36,525
/// (0.003 %) and in 45.6 % of the characters, since two are always dashes.
public struct Dates: Sendable {
  /// The years that days are drawn from.
  public let years: ClosedRange<Int>
  /// The formats that are drawn.
  public let formats: [DateFormat]
  private let days: ClosedRange<Int>

  /// Dates of some years in some formats.
  ///
  /// Years outside 1583 … 9999, formats given twice, and years that none of the formats can write
  /// stop the program.
  public init(
    years: ClosedRange<Int> = DateFormat.shortYears, formats: [DateFormat] = DateFormat.allCases
  ) {
    require(
      (1583...9999).contains(years.lowerBound) && years.upperBound <= 9999,
      "Dates: the years \(years) are not within 1583 … 9999")
    require(
      !formats.isEmpty && Set(formats).count == formats.count,
      "Dates: \(formats.count) formats, \(Set(formats).count) of them different; name each once")
    let short = DateFormat.shortYears
    require(
      !formats.allSatisfy(\.hasShortYear)
        || (short.contains(years.lowerBound) && short.contains(years.upperBound)),
      "Dates: the formats have years of two digits only, which cannot name all of \(years); add a "
        + "format with the whole year, or stay within \(short)")
    (self.years, self.formats) = (years, formats)
    let first = CalendarDate(year: years.lowerBound, month: 1, day: 1)
    let last = CalendarDate(year: years.upperBound, month: 12, day: 31)
    days = first.number...last.number
  }

  /// How many days the years have: a constant answer is right for one of them.
  public var dayCount: Int { days.count }

  /// A day and a way to write it.
  public func example(
    using generator: inout some RandomNumberGenerator
  ) -> (date: CalendarDate, format: DateFormat) {
    let date = CalendarDate(number: days.lowerBound + generator.index(below: days.count))
    let able = formats.filter { !$0.hasShortYear || DateFormat.shortYears.contains(date.year) }
    return (date, able[generator.index(below: able.count)])
  }

  /// Pairs of a written date and its ISO form, no source twice.
  ///
  /// So parts of the result share no source; a day may be in both, written in other ways. More pairs
  /// than half of the possible ones stop the program.
  public func pairs(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [TextPair] {
    let whole = formats.count { !$0.hasShortYear }
    // With no format of a whole year every year can be written in the short ones.
    let possible = days.count * (whole > 0 ? whole : formats.count)
    require(
      count >= 0 && count <= possible / 2,
      "Dates: \(count) pairs without repetition from about \(possible) possible ones; ask for at "
        + "most \(possible / 2), or allow more years or formats")
    return TextPair.distinct(count) {
      let (date, format) = example(using: &generator)
      return TextPair(source: format.write(date), target: date.iso)
    }
  }
}
