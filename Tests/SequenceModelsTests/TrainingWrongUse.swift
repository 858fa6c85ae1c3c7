import Testing

@testable import SequenceModels

/// Ways to use the tape and the optimisers wrongly, and what the program must say then.
enum TrainingWrongUse: String, CaseIterable, Codable, Sendable {
  case secondBackward, gradientNotKept, nesterov, sparseDecay, alpha, beta, clipValue, weightDecay
  case scheduleSteps, scheduleStep, plateauFactor, patience, noValidation, accumulating,
    metadataName

  /// Part of the message.
  var message: String {
    switch self {
    case .secondBackward:
      "backward: what sum saved was given back by a backward pass before; add the losses and call "
        + "backward once, or pass keepingTape: true to all but the last"
    case .gradientNotKept:
      "gradient: the value of shape [2, 3] was computed by tanh, and backward gave its gradient "
        + "back; call keepingGradient() on the value before backward"
    case .nesterov: "nesterov needs momentum and no dampening"
    case .sparseDecay: "Adam: sparse has neither weight decay nor amsgrad; leave them out"
    case .alpha: "RMSprop: alpha 1.0 must be in 0 ..< 1, and momentum 0.0 not negative"
    case .beta: "Adam: beta1 0.9 and beta2 1.0 must be in 0 ..< 1"
    case .clipValue: "clipGradients: the limit 0.0 must be positive"
    case .weightDecay: "Adagrad: the weight decay -1.0 must not be negative"
    case .scheduleSteps: "Schedule: a cosine over 0 steps; at least one is needed"
    case .scheduleStep: "Schedule: there is no step 0; the first is 1"
    case .plateauFactor: "Plateau: factor 1.0 must be between 0 and 1, and patience 10 not"
    case .patience: "EarlyStopping: patience 0; at least one loss must be awaited"
    case .noValidation:
      "train: patience and plateau watch the validation loss, and there is no validation text"
    case .accumulating: "train: 0 batches per step; at least one is needed"
    case .metadataName: "Safetensors: a tensor cannot be named __metadata__"
    }
  }

  private static func train(patience: Int? = nil, accumulating: Int = 1) {
    var generator = SplitMix64(seed: 1)
    let model = LanguageModel(
      vocabularySize: 3, embeddingSize: 2, hiddenSize: 2, using: &generator)
    SequenceModels.train(
      model, on: (0..<100).map { $0 % 3 }, batch: 2, time: 4, steps: 2, optimizer: Adam(),
      accumulating: accumulating, patience: patience)
  }

  /// Does it.
  func run() {
    let x = Tape().variable(Tensor(zeros: [2, 3]))
    switch self {
    case .secondBackward:
      let loss = x.sum()
      loss.backward()
      loss.backward()
    case .gradientNotKept:
      let y = x.tanh()
      y.sum().backward()
      _ = y.gradient
    case .nesterov: _ = SGD(learningRate: 1, nesterov: true)
    case .sparseDecay: _ = Adam(weightDecay: 0.1, sparse: true)
    case .alpha: _ = RMSprop(alpha: 1)
    case .beta: _ = Adam(beta2: 1)
    case .clipValue: Parameter(x.value).clipGradients(toValue: 0)
    case .weightDecay: _ = Adagrad(weightDecay: -1)
    case .scheduleSteps: _ = Schedule.cosine(over: 0)
    case .scheduleStep: _ = Schedule.constant.factor(step: 0)
    case .plateauFactor: _ = Plateau(factor: 1)
    case .patience: _ = EarlyStopping(Parameter(x.value), patience: 0)
    case .noValidation: Self.train(patience: 1)
    case .accumulating: Self.train(accumulating: 0)
    case .metadataName:
      var tensors = Safetensors()
      tensors["__metadata__"] = x.value
    }
  }
}

@Suite struct TrainingMessageTests {
  @Test(
    "Wrong use of training stops the program with what failed and the mend",
    arguments: TrainingWrongUse.allCases)
  func wrongUse(use: TrainingWrongUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }
}
