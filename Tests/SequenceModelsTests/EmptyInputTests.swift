import Testing

@testable import SequenceModels

/// What has no steps, or a sequence of length zero, given to every layer that reads sequences, and what
/// the program must say then.
enum EmptyInput: String, CaseIterable, Codable, Sendable {
  case rnn, gru, lstm, cellSequence, lengths, convolution, maximum, mean
  case poolLength, attention, attentionLength, crossAttention, block, encoder, decoder
  case decoderMemory, memory, memoryLength, languageModel, transformer, textCNN
  case crossEntropy, noWeight

  /// Part of the message.
  var message: String {
    switch self {
    case .rnn: "rnn: the sequence is empty; at least one step is needed"
    case .gru: "gru: the sequence is empty; at least one step is needed"
    case .lstm, .cellSequence, .languageModel:
      "lstm: the sequence is empty; at least one step is needed"
    case .lengths: "lstm: the length of sequence 0 is 0; leave empty sequences out of the batch"
    case .convolution:
      "conv1d: 0 steps with 0 + 0 zeros around them are shorter than the window of 1; pad the input"
    case .maximum: "max over time: the sequence is empty; at least one step is needed"
    case .mean: "mean over time: the sequence is empty; at least one step is needed"
    case .poolLength: "max over time: length 0 of sequence 1 is not in 1 ... 3"
    case .attention, .block, .encoder, .decoder:
      "attention: there are 0 queries and 0 keys; at least one of each is needed"
    case .crossAttention, .decoderMemory:
      "attention: there are 3 queries and 0 keys; at least one of each is needed"
    case .attentionLength:
      "attention: the lengths [3, 0] of a batch of 2 with 3 keys; one in 1 ... 3 is needed"
    case .memory: "attention: the keys [2, 0, 4] have no steps; at least one is needed"
    case .memoryLength:
      "attention: lengths [3, 0] for keys [2, 3, 4]; there must be 2, each from 1 to 3"
    case .transformer: "TransformerLanguageModel: the rows of the batch have [0, 0] tokens"
    case .textCNN: "embedding: the rows of the batch differ in length ([1, 0]); pad them"
    case .crossEntropy: "cross-entropy: the logits [0, 3] have no rows; give at least one"
    case .noWeight: "cross-entropy: every weight is 0; there is nothing to average"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    func empty(_ shape: Shape) -> Variable { Variable(Tensor(zeros: shape)) }
    let none = empty([2, 0, 4])
    let x = empty([2, 3, 4])
    switch self {
    case .rnn: _ = RNN(4, 2, using: &generator)(none)
    case .gru: _ = GRU(4, 2, using: &generator)(none)
    case .lstm: _ = LSTM(4, 2, bidirectional: true, using: &generator)(none)
    case .cellSequence:
      let cell = LSTMCell(4, 2, using: &generator)
      _ = cell.run(none, cell.initialState(batch: 2), lengths: nil, reversed: false)
    case .lengths: _ = LSTM(4, 2, using: &generator)(x, lengths: [0, 3])
    case .convolution: _ = Conv1d(4, 2, width: 1, using: &generator)(none)
    case .maximum: _ = none.maxOverTime()
    case .mean: _ = none.meanOverTime()
    case .poolLength: _ = x.maxOverTime(lengths: [3, 0])
    case .attention: _ = MultiHeadAttention(4, heads: 2, using: &generator)(none)
    case .attentionLength:
      _ = MultiHeadAttention(4, heads: 2, using: &generator)(x, mask: .lengths([3, 0]))
    case .crossAttention: _ = MultiHeadAttention(4, heads: 2, using: &generator)(x, over: none)
    case .block: _ = TransformerBlock(4, heads: 2, using: &generator)(none)
    case .encoder: _ = TransformerEncoder(4, heads: 2, layers: 1, using: &generator)(none)
    case .decoder:
      let decoder = TransformerDecoder(4, heads: 2, layers: 1, using: &generator)
      _ = decoder(none, decoder.initialState(over: x))
    case .decoderMemory:
      let decoder = TransformerDecoder(4, heads: 2, layers: 1, using: &generator)
      _ = decoder(x, decoder.initialState(over: none))
    case .memory:
      let attention = Attention(.dot, querySize: 4, size: 4, using: &generator)
      _ = attention(empty([2, 4]), attention.memory(none))
    case .memoryLength:
      let attention = Attention(.dot, querySize: 4, size: 4, using: &generator)
      _ = attention(empty([2, 4]), attention.memory(x, lengths: [3, 0]))
    case .languageModel:
      let model = LanguageModel(
        vocabularySize: 3, embeddingSize: 2, hiddenSize: 2, using: &generator)
      _ = model([[], []], model.initialState(batch: 2))
    case .transformer:
      let model = TransformerLanguageModel(
        vocabularySize: 3, size: 2, heads: 1, layers: 1, contextLength: 4, using: &generator)
      _ = model([[], []], model.initialState(batch: 2))
    case .textCNN:
      let model = TextCNN(
        vocabularySize: 3, embeddingSize: 2, filters: 2, widths: [1], classes: 2, using: &generator)
      _ = model([[1], []], lengths: [1, 0])
    case .crossEntropy: _ = empty([0, 3]).crossEntropy([] as [Int])
    case .noWeight: _ = empty([2, 3]).crossEntropy([0, 1], weights: [0, 0])
    }
  }
}

@Suite struct EmptyInputTests {
  @Test("What is empty is refused by name, with the mend", arguments: EmptyInput.allCases)
  func emptyInput(use: EmptyInput) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }
}
