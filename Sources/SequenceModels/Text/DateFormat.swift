/// A way to write a date in English; the example of each is 4 March 2019.
///
/// No text has two readings, since how the parts are divided settles their order: numbers with
/// slashes are month/day/year (year/month/day where the first has four digits), numbers with dots
/// day.month.year. A year of two digits is 1950 … 1999 from 50 on and 2000 … 2049 below.
public enum DateFormat: String, CaseIterable, Sendable {
  /// `2019-03-04`
  case iso
  /// `20190304`
  case compact
  /// `2019/03/04`
  case yearFirst
  /// `3/4/2019`
  case slashes
  /// `03/04/2019`
  case slashesPadded
  /// `3/4/19`
  case slashesShortYear
  /// `4.3.2019`
  case dots
  /// `04.03.2019`
  case dotsPadded
  /// `4.3.19`
  case dotsShortYear
  /// `04-Mar-2019`
  case dashes
  /// `4 March 2019`
  case dayMonth
  /// `4 Mar 2019`
  case dayShortMonth
  /// `4 Mar '19`
  case dayShortMonthShortYear
  /// `4th March 2019`
  case ordinalMonth
  /// `the 4th of March, 2019`
  case ordinalOfMonth
  /// `the fourth of March 2019`
  case spelledOrdinal
  /// `March 4, 2019`
  case monthDay
  /// `Mar 4, 2019`
  case shortMonthDay
  /// `march 4 2019`
  case lowercase
  /// `MARCH 4, 2019`
  case uppercase
  /// `March 4th, 2019`
  case monthOrdinal
  /// `Monday, March 4, 2019`
  case weekdayMonthDay
  /// `Mon 4 Mar 2019`
  case shortWeekday
  /// `Monday the 4th of March 2019`
  case weekdayOrdinal
  /// `2019, March 4`
  case yearMonthDay

  /// The years that two digits can name.
  public static let shortYears = 1950...2049

  /// The names of the months, January first.
  public static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The names of the days of a week, Sunday first.
  public static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  private static let ordinals =
    ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    + "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first "
    + "twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh "
    + "twenty-eighth twenty-ninth thirtieth thirty-first").split(separator: " ").map(String.init)

  /// Whether the year has two digits only.
  public var hasShortYear: Bool {
    switch self {
    case .slashesShortYear, .dotsShortYear, .dayShortMonthShortYear: true
    default: false
    }
  }

  /// The date in this format; a year that two digits cannot name stops the program.
  public func write(_ date: CalendarDate) -> String {
    require(
      !hasShortYear || Self.shortYears.contains(date.year),
      "DateFormat: \(rawValue) writes the years \(Self.shortYears.lowerBound) … "
        + "\(Self.shortYears.upperBound), not \(date.year)")
    let (year, month, day) = (date.year, date.month, date.day)
    let (month2, day2) = (CalendarDate.padded(month), CalendarDate.padded(day))
    let year2 = CalendarDate.padded(year % 100)
    let name = Self.months[month - 1]
    let short = name.prefix(3)
    let weekday = Self.weekdays[date.weekday]
    let ordinal = "\(day)\(Self.ending(ofOrdinal: day))"
    return switch self {
    case .iso: date.iso
    case .compact: "\(year)\(month2)\(day2)"
    case .yearFirst: "\(year)/\(month2)/\(day2)"
    case .slashes: "\(month)/\(day)/\(year)"
    case .slashesPadded: "\(month2)/\(day2)/\(year)"
    case .slashesShortYear: "\(month)/\(day)/\(year2)"
    case .dots: "\(day).\(month).\(year)"
    case .dotsPadded: "\(day2).\(month2).\(year)"
    case .dotsShortYear: "\(day).\(month).\(year2)"
    case .dashes: "\(day2)-\(short)-\(year)"
    case .dayMonth: "\(day) \(name) \(year)"
    case .dayShortMonth: "\(day) \(short) \(year)"
    case .dayShortMonthShortYear: "\(day) \(short) '\(year2)"
    case .ordinalMonth: "\(ordinal) \(name) \(year)"
    case .ordinalOfMonth: "the \(ordinal) of \(name), \(year)"
    case .spelledOrdinal: "the \(Self.ordinals[day - 1]) of \(name) \(year)"
    case .monthDay: "\(name) \(day), \(year)"
    case .shortMonthDay: "\(short) \(day), \(year)"
    case .lowercase: "\(name.lowercased()) \(day) \(year)"
    case .uppercase: "\(name.uppercased()) \(day), \(year)"
    case .monthOrdinal: "\(name) \(ordinal), \(year)"
    case .weekdayMonthDay: "\(weekday), \(name) \(day), \(year)"
    case .shortWeekday: "\(weekday.prefix(3)) \(day) \(short) \(year)"
    case .weekdayOrdinal: "\(weekday) the \(ordinal) of \(name) \(year)"
    case .yearMonthDay: "\(year), \(name) \(day)"
    }
  }

  private static func ending(ofOrdinal day: Int) -> String {
    guard !(11...13).contains(day) else { return "th" }
    return switch day % 10 {
    case 1: "st"
    case 2: "nd"
    case 3: "rd"
    default: "th"
    }
  }
}
