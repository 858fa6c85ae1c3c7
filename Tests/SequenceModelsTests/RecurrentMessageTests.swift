import Testing

@testable import SequenceModels

/// Ways to use recurrent layers wrongly, and what the program must say then.
enum WrongRecurrence: String, CaseIterable, Codable, Sendable {
  case zeroLength, longLength, lengthCount, rnnFeatures, gruState, gruSizes, noLayers, stateLayers
  case traceLayer, traceDirection, notSquare, nilpotent, notFinite, orthogonalShape, gradientLayer
  case tiedMemory

  /// Part of the message.
  var message: String {
    switch self {
    case .zeroLength: "gru: the length of sequence 1 is 0; leave empty sequences out of the batch"
    case .longLength: "rnn: the length of sequence 0 is 4, but the batch has 3 steps"
    case .lengthCount: "lstm: there are 1 lengths for 2 sequences; give one for each"
    case .rnnFeatures: "rnn: the input [2, 3, 5] has 5 features, the layer expects 4"
    case .gruState: "gru: the state is [7, 2]; it must be [2, 2]"
    case .gruSizes: "GRU: input size 0 and hidden size 2 must be positive"
    case .noLayers: "rnn: 0 layers; at least one is needed"
    case .stateLayers: "gru: the state has 1 layers, not 2"
    case .traceLayer: "trace: there is no layer 1 among 1"
    case .traceDirection: "trace: the layers are not bidirectional; leave reversed out"
    case .notSquare: "setSpectralRadius: the weights are [2, 3]; they must be square"
    case .nilpotent: "setSpectralRadius: all eigenvalues of the weights are 0"
    case .notFinite: "eigenvalues: the matrix [1, 1] is not finite"
    case .orthogonalShape: "orthogonal: the shape [3] is not that of a matrix"
    case .gradientLayer: "hiddenStateGradients: layer 0 of 1 in two directions; layers are numbered"
    case .tiedMemory: "tied weights need embeddingSize (4) equal to hiddenSize (6)"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    let x = Variable(Tensor(zeros: [2, 3, 4]))
    let gru = GRU(4, 2, using: &generator)
    let rnn = RNN(4, 2, using: &generator)
    switch self {
    case .zeroLength: _ = gru(x, lengths: [3, 0])
    case .longLength: _ = rnn(x, lengths: [4, 1])
    case .lengthCount: _ = LSTM(4, 2, using: &generator)(x, lengths: [3])
    case .rnnFeatures: _ = rnn(Variable(Tensor(zeros: [2, 3, 5])))
    case .gruState: _ = gru(x, gru.initialState(batch: 7))
    case .gruSizes: _ = GRU(0, 2, using: &generator)
    case .noLayers: _ = RNN(4, 2, layers: 0, using: &generator)
    case .stateLayers: _ = GRU(4, 2, layers: 2, using: &generator)(x, gru.initialState(batch: 2))
    case .traceLayer: _ = gru.trace(Tensor(zeros: [1, 3, 4]), layer: 1)
    case .traceDirection: _ = gru.trace(Tensor(zeros: [1, 3, 4]), reversed: true)
    case .notSquare: Parameter(Tensor(zeros: [2, 3])).setSpectralRadius(1)
    case .nilpotent: Parameter(Tensor([0, 1, 0, 0], shape: [2, 2])).setSpectralRadius(1)
    case .notFinite: _ = Tensor([.nan], shape: [1, 1]).eigenvalues
    case .orthogonalShape: _ = Initializer.orthogonal([3], using: &generator)
    case .gradientLayer:
      let both = RNN(4, 2, bidirectional: true, using: &generator)
      _ = both.hiddenStateGradients(Tensor(zeros: [1, 3, 4])) { $0.sum() }
    case .tiedMemory:
      _ = LanguageModel(
        vocabularySize: 5, embeddingSize: 4, memory: GRU(4, 6, using: &generator), tied: true,
        using: &generator)
    }
  }
}

@Suite struct RecurrentMessageTests {
  @Test(
    "Wrong use of recurrent layers stops the program with what failed and the mend",
    arguments: WrongRecurrence.allCases)
  func wrongUse(use: WrongRecurrence) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }
}
