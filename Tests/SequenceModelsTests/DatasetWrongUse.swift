import Testing

@testable import SequenceModels

/// Ways to use the data sets wrongly, and what the program must say then.
enum DatasetWrongUse: String, CaseIterable, Codable, Sendable {
  case noDay, shortYear, datesYears, datesFormats, onlyShortYears, tooManyDates, noStyle
  case numberRange, tooManyNumbers, adding, copySizes, copyBatch, firstSymbol, firstSymbolBatch
  case modulus, sumBatch, dyckSizes, oddDyck, dyckCount, negation, reviewCount, headlineCount
  case tokens, pieceRange, byteRange, emptyBatch, emptySequence, nothingToPredict, noBuckets
  case columns

  /// Part of the message.
  var message: String {
    switch self {
    case .noDay: "CalendarDate: year 1900, month 2, day 29 is no day of the Gregorian calendar"
    case .shortYear: "DateFormat: dotsShortYear writes the years 1950 … 2049, not 1949"
    case .datesYears: "Dates: the years 1500...1600 are not within 1583 … 9999"
    case .datesFormats: "Dates: 2 formats, 1 of them different; name each once"
    case .onlyShortYears: "add a format with the whole year, or stay within 1950...2049"
    case .tooManyDates: "Dates: 200 pairs without repetition from about 365 possible ones"
    case .noStyle: "NumberWords: no style is given; name .plain, .and or both"
    case .numberRange: "NumberWords: 1000000 is outside 0 … 999999"
    case .tooManyNumbers: "NumberWords: 500001 pairs without repetition; ask for 0 … 500000"
    case .adding: "AddingTask: 1 sequences of 1 steps; there must be one of two steps at least"
    case .copySizes: "CopyTask: kinds 8, length 10 and delay 0 must be positive"
    case .copyBatch: "CopyTask: a batch of 0; it must hold one sequence at least"
    case .firstSymbol: "FirstSymbolTask: kinds 1 must be at least 2 and span 3 not negative"
    case .firstSymbolBatch: "FirstSymbolTask: a batch of 0; it must hold one sequence at least"
    case .modulus: "RunningSumTask: modulus 1 must be at least 2"
    case .sumBatch: "RunningSumTask: 1 sequences of 0 steps"
    case .dyckSizes: "DyckTask: kinds 2 and depth 0 must be positive"
    case .oddDyck: "DyckTask: a string of 7 brackets; the length must be even and positive"
    case .dyckCount: "DyckTask: 0 strings; there must be one at least"
    case .negation: "Reviews: the negation probability 1.5 is not in 0 … 1"
    case .reviewCount: "Reviews: -1 reviews; the number must not be negative"
    case .headlineCount: "Headlines: -1 sentences; the number must not be negative"
    case .tokens: "BytePairEncoding: count 100 must be at least 256, one for each byte"
    case .pieceRange: "piece: token 256 is outside 0 ..< 256"
    case .byteRange: "decode: token -1 is outside 0 ..< 256"
    case .emptyBatch: "PaddedBatch: there are no sequences"
    case .emptySequence: "PaddedBatch: the sequence at place 1 is empty; leave it out"
    case .nothingToPredict: "the sequence at place 0 has 1 tokens, nothing to predict; put a start"
    case .noBuckets: "BucketedBatches: 0 examples in batches of 4, pool 20"
    case .columns: "pairs: source 1 and target 1 must be two columns, counted from 0"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    let bytes = BytePairEncoding("", count: 256)
    switch self {
    case .noDay: _ = CalendarDate(year: 1900, month: 2, day: 29)
    case .shortYear:
      _ = DateFormat.dotsShortYear.write(CalendarDate(year: 1949, month: 1, day: 1))
    case .datesYears: _ = Dates(years: 1500...1600)
    case .datesFormats: _ = Dates(formats: [.iso, .iso])
    case .onlyShortYears: _ = Dates(years: 1900...2000, formats: [.dotsShortYear])
    case .tooManyDates:
      _ = Dates(years: 2019...2019, formats: [.iso]).pairs(200, using: &generator)
    case .noStyle: _ = NumberWords(styles: [])
    case .numberRange: _ = NumberWords.words(1_000_000)
    case .tooManyNumbers: _ = NumberWords().pairs(500_001, using: &generator)
    case .adding: _ = AddingTask().batch(1, length: 1, using: &generator)
    case .copySizes: _ = CopyTask(delay: 0)
    case .copyBatch: _ = CopyTask(delay: 1).batch(0, using: &generator)
    case .firstSymbol: _ = FirstSymbolTask(kinds: 1, span: 3)
    case .firstSymbolBatch: _ = FirstSymbolTask(span: 3).batch(0, using: &generator)
    case .modulus: _ = RunningSumTask(modulus: 1)
    case .sumBatch: _ = RunningSumTask(modulus: 2).batch(1, length: 0, using: &generator)
    case .dyckSizes: _ = DyckTask(depth: 0)
    case .oddDyck: _ = DyckTask().entropy(length: 7)
    case .dyckCount: _ = DyckTask().strings(0, length: 2, using: &generator)
    case .negation: _ = Reviews(negationProbability: 1.5)
    case .reviewCount: _ = Reviews().examples(-1, using: &generator)
    case .headlineCount: _ = Headlines().examples(-1, using: &generator)
    case .tokens: _ = BytePairEncoding("a", count: 100)
    case .pieceRange: _ = bytes.piece(256)
    case .byteRange: _ = bytes.decode([-1])
    case .emptyBatch: _ = PaddedBatch([])
    case .emptySequence: _ = PaddedBatch([[1], []])
    case .nothingToPredict: _ = PaddedBatch.predictingNext([[1]])
    case .noBuckets: _ = BucketedBatches(lengths: [], batch: 4)
    case .columns: _ = try? TextFile("a", name: "f").pairs(source: 1, target: 1)
    }
  }
}

@Suite struct DatasetMessageTests {
  @Test(
    "Wrong use of the data sets stops the program with what failed and the mend",
    arguments: DatasetWrongUse.allCases)
  func wrongUse(use: DatasetWrongUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }
}
