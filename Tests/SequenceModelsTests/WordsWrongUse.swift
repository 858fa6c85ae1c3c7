import Testing

@testable import SequenceModels

/// Ways to use convolutions and word vectors wrongly, and what the program must say then.
enum WordsWrongUse: String, CaseIterable, Codable, Sendable {
  case convolutionChannels, convolutionAxes, convolutionShort, convolutionGroups, convolutionSame
  case convolutionSizes, convolutionPadding, poolLengths, poolLength, poolAxes, noWidths
  case filterWidth, filterNumber

  /// Part of the message.
  var message: String {
    switch self {
    case .convolutionChannels:
      "conv1d: the input [2, 5, 4] has 4 channels, weights [2, 3, 3] in 1 groups expect 3"
    case .convolutionAxes: "conv1d: the input is [2, 3]; it must be [batch, time, channels]"
    case .convolutionShort:
      "conv1d: 2 steps with 0 + 0 zeros around them are shorter than the window of 3; pad the input"
    case .convolutionGroups: "Conv1d: 2 groups do not divide input size 3 and output size 4"
    case .convolutionSame:
      "Conv1d: padding .same keeps the length, which a stride of 2 does not; use stride 1"
    case .convolutionSizes:
      "Conv1d: input size 3, output size 2 and width 0 must be positive"
    case .convolutionPadding: "Conv1d: a padding of -1 zeros is negative"
    case .poolLengths: "max over time: 1 lengths for the 2 sequences of [2, 5, 4]"
    case .poolLength: "mean over time: length 6 of sequence 1 is not in 1 ... 5"
    case .poolAxes: "max over time: the input is [2, 3]; it must be [batch, time, feature]"
    case .noWidths: "TextCNN: no widths; filters of at least one width are needed"
    case .filterWidth: "firings: no filters of width 4; there are [2, 3]"
    case .filterNumber: "firings: there is no filter 5 among the 5 of width 2"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    let x = Variable(Tensor(zeros: [2, 5, 4]))
    let layer = Conv1d(3, 2, width: 3, using: &generator)
    let model = TextCNN(
      vocabularySize: 4, embeddingSize: 2, filters: 5, widths: [2, 3], classes: 2,
      using: &generator)
    switch self {
    case .convolutionChannels: _ = layer(x)
    case .convolutionAxes: _ = layer(Variable(Tensor(zeros: [2, 3])))
    case .convolutionShort: _ = layer(Variable(Tensor(zeros: [2, 2, 3])))
    case .convolutionGroups: _ = Conv1d(3, 4, width: 3, groups: 2, using: &generator)
    case .convolutionSame:
      _ = Conv1d(3, 4, width: 3, stride: 2, padding: .same, using: &generator)
    case .convolutionSizes: _ = Conv1d(3, 2, width: 0, using: &generator)
    case .convolutionPadding: _ = Conv1d(3, 2, width: 3, padding: .each(-1), using: &generator)
    case .poolLengths: _ = x.maxOverTime(lengths: [5])
    case .poolLength: _ = x.meanOverTime(lengths: [1, 6])
    case .poolAxes: _ = Variable(Tensor(zeros: [2, 3])).maxOverTime()
    case .noWidths:
      _ = TextCNN(vocabularySize: 4, widths: [], classes: 2, using: &generator)
    case .filterWidth: _ = model.firings(of: 0, width: 4, in: [[1]])
    case .filterNumber: _ = model.firings(of: 5, width: 2, in: [[1]])
    }
  }
}

@Suite struct WordsMessageTests {
  @Test("Wrong use stops the program with what failed", arguments: WordsWrongUse.allCases)
  func wrongUse(use: WordsWrongUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }
}
