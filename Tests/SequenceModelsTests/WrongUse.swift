@testable import SequenceModels

/// Ways to use the engine wrongly, and what the program must say then.
enum WrongUse: String, CaseIterable, Codable, Sendable {
  case addShapes, multiplyShapes, matrixWithOneAxis, targetCount, targetRange, weightsAllZero
  case slicePlace, stepPlace, concatenateShapes, reshapeCount, elementCount, notANumber, seedShape
  case lstmFeatures, lstmState, lstmAxes, raggedBatch, dropoutProbability, tiedSizes, noParameters
  case shortText, emptyPrompt, temperature, learningRate, subscriptPlace, linearSizes

  /// Part of the message.
  var message: String {
    switch self {
    case .addShapes:
      "add: x is [2, 3] and y is [2]; the shapes must be equal, or y's the end of x's"
    case .multiplyShapes: "multiply: x is [3] and y is [2, 3]"
    case .matrixWithOneAxis: "matmul: the second operand is [3]; it must have two axes"
    case .targetCount: "logits [2, 3] have 2 rows, but there are 3 targets"
    case .targetRange: "target 3 at place 1 is outside the 3 classes of the logits [2, 3]"
    case .weightsAllZero: "every weight is 0; there is nothing to average"
    case .slicePlace: "slice: 2..<4 of axis 1 is outside the shape [2, 3]"
    case .stepPlace: "step: 3 is outside the time axis of [1, 3, 2]"
    case .concatenateShapes:
      "concatenate: [[2, 3], [3, 3]] along axis 1; all other sizes must be equal"
    case .reshapeCount: "reshaped: [2, 3] holds 6 elements, [4] 4"
    case .elementCount: "3 elements do not fill the shape [2, 2], which holds 4"
    case .notANumber: "backward: the value is [2, 3], not a single number; take its sum or mean"
    case .seedShape: "backward: the value is [2, 3], not a single number"
    case .lstmFeatures: "lstm: the input [2, 4, 5] has 5 features, the layer expects 3"
    case .lstmState: "lstm: the state is [7, 2] and [7, 2]; it must be [2, 2] twice"
    case .lstmAxes: "lstm: the input is [2, 3]; it must be [batch, time, feature]"
    case .raggedBatch: "the rows of the batch differ in length ([2, 1]); pad them"
    case .dropoutProbability: "the probability 1.0 is not in 0 ..< 1"
    case .tiedSizes: "tied weights need embeddingSize (2) equal to hiddenSize (3)"
    case .noParameters: "the model lists no parameters; list its parts in `children`"
    case .shortText: "a text of 10 tokens is too short for 4 strips of 8 tokens"
    case .emptyPrompt: "sample: the prompt is empty"
    case .temperature: "the temperature -1.0 is negative"
    case .learningRate: "the learning rate 0.0 must be positive"
    case .subscriptPlace: "subscript: [2, 0] is outside the shape [2, 3]"
    case .linearSizes: "Linear: input size 0 and output size 2 must be positive"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    let x = Tape().variable(Tensor(zeros: [2, 3]))
    func constant(_ shape: Shape) -> Variable { Variable(Tensor(zeros: shape)) }
    switch self {
    case .addShapes: _ = x + constant([2])
    case .multiplyShapes: _ = constant([3]) * x
    case .matrixWithOneAxis: _ = x.matmul(constant([3]))
    case .targetCount: _ = x.crossEntropy([0, 1, 2])
    case .targetRange: _ = x.crossEntropy([0, 3])
    case .weightsAllZero: _ = x.crossEntropy([0, 1], weights: [0, 0])
    case .slicePlace: _ = x.columns(2..<4)
    case .stepPlace: _ = constant([1, 3, 2]).step(3)
    case .concatenateShapes: _ = concatenate([x, constant([3, 3])], axis: 1)
    case .reshapeCount: _ = x.reshaped([4])
    case .elementCount: _ = Tensor([1, 2, 3], shape: [2, 2])
    case .notANumber: x.tanh().backward()
    case .seedShape: x.tanh().backward(seed: Tensor(zeros: [3, 2]))
    case .lstmFeatures: _ = LSTM(3, 2, using: &generator)(constant([2, 4, 5]))
    case .lstmState:
      let lstm = LSTM(3, 2, using: &generator)
      _ = lstm(constant([2, 4, 3]), lstm.initialState(batch: 7))
    case .lstmAxes: _ = LSTM(3, 2, using: &generator)(x)
    case .raggedBatch:
      _ = Embedding(vocabularySize: 4, size: 2, using: &generator)([[0, 1], [2]])
    case .dropoutProbability: _ = x.dropout(1, using: &generator)
    case .tiedSizes:
      _ = LanguageModel(
        vocabularySize: 4, embeddingSize: 2, hiddenSize: 3, tied: true, using: &generator)
    case .noParameters:
      struct Forgetful: Layer {}
      var optimizer = SGD(learningRate: 1)
      optimizer.minimize(x.sum(), of: Forgetful())
    case .shortText: _ = TextBatches(Array(0..<10), batch: 4, time: 8)
    case .emptyPrompt:
      let model = LanguageModel(
        vocabularySize: 4, embeddingSize: 2, hiddenSize: 3, using: &generator)
      _ = sample(model, prompt: [], length: 2, using: &generator)
    case .temperature: _ = draw([1, 2], temperature: -1, using: &generator)
    case .learningRate: _ = Adam(learningRate: 0)
    case .subscriptPlace: _ = x.value[2, 0]
    case .linearSizes: _ = Linear(0, 2, using: &generator)
    }
  }
}
