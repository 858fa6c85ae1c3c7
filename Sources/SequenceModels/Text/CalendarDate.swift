/// A day of the Gregorian calendar.
public struct CalendarDate: Sendable, Hashable, Comparable {
  /// The year, 1583 (the first whole Gregorian one) to 9999.
  public let year: Int
  /// 1 (January) to 12.
  public let month: Int
  /// 1 to the length of the month.
  public let day: Int

  /// A day; one that is not in the calendar stops the program.
  public init(year: Int, month: Int, day: Int) {
    require(
      (1583...9999).contains(year) && (1...12).contains(month)
        && day >= 1 && day <= Self.length(ofMonth: month, year: year),
      "CalendarDate: year \(year), month \(month), day \(day) is no day of the Gregorian calendar "
        + "from 1583 to 9999")
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day so many days after 1 January 1970.
  ///
  /// The year begins in March here, so that the leap day is its last; 400 years have 146,097 days
  /// (Hinnant, 2013, "chrono-compatible low-level date algorithms").
  init(number: Int) {
    let fromMarch = number + 719_468
    let era = fromMarch / 146_097
    let inEra = fromMarch % 146_097
    let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * inYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: inYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// Days since 1 January 1970.
  var number: Int {
    let fromMarch = month <= 2 ? year - 1 : year
    let yearOfEra = fromMarch % 400
    let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return fromMarch / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + inYear
      - 719_468
  }

  /// 0 (Sunday) to 6 (Saturday).
  public var weekday: Int { ((number + 4) % 7 + 7) % 7 }

  /// The form of ISO 8601, such as `2019-03-04`.
  public var iso: String { "\(year)-\(Self.padded(month))-\(Self.padded(day))" }

  /// Two digits.
  static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// How many days a month has.
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether a day is before another.
  public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}
