import Testing

@testable import SequenceModels

/// Ways to use the tape and the optimisers wrongly, and what the program must say then.
enum TrainingWrongUse: String, CaseIterable, Codable, Sendable {
  case secondBackward, gradientNotKept, nesterov, sparseDecay, alpha, beta, clipValue, weightDecay

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
    }
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
