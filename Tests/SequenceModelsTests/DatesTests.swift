import Testing

@testable import SequenceModels

@Suite struct DatesTests {
  @Test("Days follow each other as in a calendar that is counted off by hand")
  func daysFollowEachOther() {
    var (year, month, day, weekday) = (1899, 12, 31, 0)  // a Sunday
    let start = CalendarDate(year: 1899, month: 12, day: 31).number
    for offset in 0..<73_000 {
      let date = CalendarDate(number: start + offset)
      let isRight = (date.year, date.month, date.day, date.weekday) == (year, month, day, weekday)
      guard isRight, date.number == start + offset else {
        Issue.record("\(date) is not \(year)-\(month)-\(day), weekday \(weekday)")
        return
      }
      let lengths = [31, year % 4 == 0 && year != 1900 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31]
      let length = month <= 10 ? lengths[month - 1] : month == 11 ? 30 : 31
      weekday = (weekday + 1) % 7
      day += 1
      if day > length { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(CalendarDate(year: 1583, month: 1, day: 1).weekday == 6)
  }

  @Test("Every format writes 4 March 2019 as its documentation says")
  func formats() {
    let date = CalendarDate(year: 2019, month: 3, day: 4)
    #expect(
      DateFormat.allCases.map { $0.write(date) } == [
        "2019-03-04", "20190304", "2019/03/04", "3/4/2019", "03/04/2019", "3/4/19", "4.3.2019",
        "04.03.2019", "4.3.19", "04-Mar-2019", "4 March 2019", "4 Mar 2019", "4 Mar '19",
        "4th March 2019", "the 4th of March, 2019", "the fourth of March 2019", "March 4, 2019",
        "Mar 4, 2019", "march 4 2019", "MARCH 4, 2019", "March 4th, 2019",
        "Monday, March 4, 2019", "Mon 4 Mar 2019", "Monday the 4th of March 2019",
        "2019, March 4",
      ])
  }

  @Test("No text is written for two days, whatever the formats")
  func oneAnswer() {
    var answers: [String: String] = [:]
    for year in [1950, 1951, 1999, 2000, 2001, 2012, 2019, 2049] {
      let first = CalendarDate(year: year, month: 1, day: 1).number
      for number in first...CalendarDate(year: year, month: 12, day: 31).number {
        let date = CalendarDate(number: number)
        for format in DateFormat.allCases {
          let old = answers.updateValue(date.iso, forKey: format.write(date))
          if let old, old != date.iso { Issue.record("\(format.write(date)): \(old), \(date.iso)") }
        }
      }
    }
    #expect(answers.count > 2922 * 20)
  }

  @Test("A reader that knows only the documented rules finds the targets of the pairs")
  func reader() {
    var generator = SplitMix64(seed: 31)
    let pairs = Dates(years: 1850...2100).pairs(4000, using: &generator)
    for pair in pairs { #expect(read(pair.source) == pair.target, "\(pair.source)") }
    #expect(Set(pairs.map(\.source)).count == 4000)
    var again = SplitMix64(seed: 31)
    #expect(Dates(years: 1850...2100).pairs(4000, using: &again) == pairs)
    var other = SplitMix64(seed: 32)
    #expect(Dates(years: 1850...2100).pairs(4000, using: &other) != pairs)
    let lengths = DateFormat.allCases.flatMap { format in
      (0..<800).map { format.write(CalendarDate(number: $0)).count }
    }
    #expect(lengths.min() == 6 && lengths.max() == 36)
  }

  @Test("The chance level of the documentation is that of the best constant answer")
  func chance() {
    let dates = Dates()
    #expect(dates.dayCount == 36_525)
    var counts = (0..<10).map { _ in [UInt8: Int]() }
    let first = CalendarDate(year: 1950, month: 1, day: 1).number
    for number in first..<(first + 36_525) {
      for (place, byte) in CalendarDate(number: number).iso.utf8.enumerated() {
        counts[place][byte, default: 0] += 1
      }
    }
    let best = counts.reduce(0.0) { $0 + Double($1.values.max() ?? 0) } / 36_525 / 10
    #expect(abs(best - 0.456) < 5e-4)
  }

  /// The ISO form of a written date.
  private func read(_ text: String) -> String? {
    let divided = text.lowercased().split { ",. /-'".contains($0) }.map(String.init)
    let isWord = { (part: String) in part.allSatisfy(\.isLetter) }
    if text.count == 8, let number = Int(text) {
      return iso(number / 10_000, number / 100 % 100, number % 100)
    }
    func year(_ part: String) -> Int? {
      Int(part).map { part.count == 2 ? ($0 >= 50 ? 1900 + $0 : 2000 + $0) : $0 }
    }
    let numbers = divided.compactMap { Int($0) }
    if numbers.count == 3 {
      guard let last = divided.last.flatMap(year) else { return nil }
      if divided[0].count == 4 { return iso(numbers[0], numbers[1], numbers[2]) }
      return text.contains("/")
        ? iso(last, numbers[0], numbers[1]) : iso(last, numbers[1], numbers[0])
    }
    let months = "jan feb mar apr may jun jul aug sep oct nov dec".split(separator: " ")
    // The weekdays' names are left out first: "mon" is none of the months.
    let month = divided.lazy.filter(isWord).compactMap { word in
      months.firstIndex { word.hasPrefix($0) }
    }.first
    let yearPart =
      divided.first { $0.count == 4 && Int($0) != nil }
      ?? (text.contains("'") ? divided.last : nil)
    guard let month, let yearPart, let year = year(yearPart) else { return nil }
    var day = divided.filter { $0 != yearPart }.compactMap { part in
      Int(part.prefix(while: \.isNumber))
    }.first
    if text.contains("'") { day = divided.first.flatMap { Int($0) } }
    return iso(year, month + 1, day ?? spelled(divided))
  }

  private func spelled(_ words: [String]) -> Int {
    let names = [
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
      "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
      "eighteenth", "nineteenth",
    ]
    let tens = ["twenty": 20, "twentieth": 20, "thirty": 30, "thirtieth": 30]
    return words.reduce(0) {
      $0 + (tens[$1] ?? (names.firstIndex(of: $1).map { $0 + 1 } ?? 0))
    }
  }

  private func iso(_ year: Int, _ month: Int, _ day: Int) -> String {
    "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}

@Suite struct NumberWordsTests {
  @Test(
    "Numbers are said as in English",
    arguments: [
      (0, "zero", "zero"), (7, "seven", "seven"), (21, "twenty-one", "twenty-one"),
      (90, "ninety", "ninety"), (105, "one hundred five", "one hundred and five"),
      (300, "three hundred", "three hundred"), (1000, "one thousand", "one thousand"),
      (1005, "one thousand five", "one thousand and five"),
      (12_340, "twelve thousand three hundred forty", "twelve thousand three hundred and forty"),
      (
        999_999, "nine hundred ninety-nine thousand nine hundred ninety-nine",
        "nine hundred and ninety-nine thousand nine hundred and ninety-nine"
      ),
    ])
  func said(number: Int, plain: String, and: String) {
    #expect(NumberWords.words(number) == plain)
    #expect(NumberWords.words(number, style: .and) == and)
  }

  @Test("A reader of English number words finds the targets of the pairs")
  func reader() {
    var generator = SplitMix64(seed: 33)
    let pairs = NumberWords().pairs(3000, using: &generator)
    for pair in pairs { #expect("\(value(pair.source))" == pair.target, "\(pair.source)") }
    #expect(Set(pairs.map(\.source)).count == 3000)
    #expect(Set(pairs.map(\.target.count)) == Set(1...6))
    #expect(pairs.contains { $0.source.contains(" and ") })
    var again = SplitMix64(seed: 33)
    #expect(NumberWords().pairs(3000, using: &again) == pairs)
    let plain = NumberWords(styles: [.plain]).pairs(500, using: &again)
    #expect(!plain.contains { $0.source.contains(" and ") })
  }

  @Test("No two numbers are said alike")
  func distinct() {
    let all = (0..<2500).flatMap { number in
      NumberWords.Style.allCases.map { (NumberWords.words(number, style: $0), number) }
    }
    var numbers: [String: Int] = [:]
    for (words, number) in all {
      #expect(numbers.updateValue(number, forKey: words) ?? number == number)
    }
  }

  private func value(_ words: String) -> Int {
    let small = [
      "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
      "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
      "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
      "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
      "seventy": 70, "eighty": 80, "ninety": 90,
    ]
    var (total, group) = (0, 0)
    for word in words.split(whereSeparator: { $0 == " " || $0 == "-" }) where word != "and" {
      switch word {
      case "hundred": group *= 100
      case "thousand": (total, group) = (group * 1000, 0)
      default: group += small[String(word)] ?? -1_000_000
      }
    }
    return total + group
  }
}
