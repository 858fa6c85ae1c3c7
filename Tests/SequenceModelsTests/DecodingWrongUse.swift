import Testing

@testable import SequenceModels

/// Ways to use decoding, attention and sequence-to-sequence models wrongly, and what the program must
/// say then.
enum DecodingWrongUse: String, CaseIterable, Codable, Sendable {
  case width, exponent, stateRows, notANumber, spaceTooLarge, nucleus, probabilities
  case queryWidth, memoryLengths, queryCount, dotSizes, emptySource, forcing, schedule, noPairs

  /// Part of the message.
  var message: String {
    switch self {
    case .width: "BeamSearch: width 0, length 4 and count 1 must be at least 1"
    case .exponent: "length normalisation: the exponent -1.0 is negative"
    case .stateRows: "Seq2Seq: 2 tokens for a state of 1 rows"
    case .notANumber: "decoding: the log-probability of token 1 is not a number"
    case .spaceTooLarge: "2000 sequences of 1 tokens, each with 2000 continuations, are too many"
    case .nucleus: "draw: topP is 1.5"
    case .probabilities: "ContextDecoder: 2 probabilities, the least 0.5; 3 that are not negative"
    case .queryWidth:
      "attention: queries [2, 3], keys [2, 4, 5] and values [2, 4, 5]; they must be [rows, width]"
    case .memoryLengths:
      "attention: lengths [4, 0] for keys [2, 4, 5]; there must be 2, each from 1"
    case .queryCount: "attention: 3 queries for 2 rows of a memory of 2 sequences"
    case .dotSizes: "the score dot needs queries and steps of one size, not 3 and 5"
    case .emptySource: "PairBatch: the source at place 1 is empty; leave the pair out"
    case .forcing: "Seq2Seq: the probability of forcing 1.5 is not in 0 … 1"
    case .schedule: "TeacherForcing: exponential(k: 2.0); probabilities must be in 0 … 1"
    case .noPairs: "PairBatches: 0 pairs in batches of 8"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    let model = Seq2Seq<LSTM, LSTM>(
      sourceVocabularySize: 5, targetVocabularySize: 5, embeddingSize: 2, hiddenSize: 3,
      attention: .additive, using: &generator)
    let pair = Pair(source: [3], target: [4])
    func constant(_ shape: Shape) -> Variable { Variable(Tensor(zeros: shape)) }
    func decoder(_ row: [Double]) -> ContextDecoder {
      ContextDecoder(vocabularySize: 3) { _ in row }
    }
    switch self {
    case .width: _ = BeamSearch(width: 0, length: 4)
    case .exponent: _ = BeamSearch(width: 2, length: 4, normalization: .wu(-1))
    case .stateRows:
      _ = BeamSearch(width: 2, length: 4)(model, from: model.read([[3]]), starts: [1, 1])
    case .notANumber:
      var best = BestCandidates(limit: 2)
      best.offer([0, .nan], count: 2, after: 0, rank: 0)
    case .spaceTooLarge:
      let wide = ContextDecoder(vocabularySize: 2000) { _ in Array(repeating: 5e-4, count: 2000) }
      _ = exhaustiveSearch(wide, from: wide.initialState(batch: 1), start: 0, length: 4)
    case .nucleus: _ = draw([1, 2], topP: 1.5, using: &generator)
    case .probabilities:
      let short = decoder([0.5, 0.5])
      _ = greedy(short, from: short.initialState(batch: 1), start: 0, length: 2)
    case .queryWidth:
      _ = AttentionStep(lengths: [4, 4])([
        constant([2, 3]), constant([2, 4, 5]), constant([2, 4, 5]),
      ])
    case .memoryLengths:
      _ = AttentionStep(lengths: [4, 0])([
        constant([2, 5]), constant([2, 4, 5]), constant([2, 4, 5]),
      ])
    case .queryCount:
      let attention = Attention(.general, querySize: 3, size: 5, using: &generator)
      _ = attention(constant([3, 3]), attention.memory(constant([2, 4, 5])))
    case .dotSizes: _ = Attention(.dot, querySize: 3, size: 5, using: &generator)
    case .emptySource: _ = PairBatch([pair, Pair(source: [], target: [3])])
    case .forcing: _ = model(PairBatch([pair]), forcing: 1.5, using: &generator)
    case .schedule:
      train(
        model, on: [pair], steps: 1, optimizer: SGD(learningRate: 1), forcing: .exponential(k: 2),
        using: &generator)
    case .noPairs: _ = PairBatches([], batch: 8)
    }
  }
}

@Suite struct DecodingMessageTests {
  @Test(
    "Wrong use of decoding stops the program with what failed and the mend",
    arguments: DecodingWrongUse.allCases)
  func wrongUse(use: DecodingWrongUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }
}
