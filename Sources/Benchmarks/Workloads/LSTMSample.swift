internal import SequenceModels

extension Workload {
  static let lstmSample = Workload(
    "lstm-sample", "200 tokens from the model of lstm-2x256, greedily, one at a time"
  ) { sampling in
    let model = LanguageModelCase.lstm(hidden: 256, layers: 2)
    let length = 200
    var generator = SplitMix64(seed: 3)
    let timing = sampling.time {
      _ = sample(model, prompt: [0], length: length, temperature: 0, using: &generator)
    }
    let operations = LanguageModelCase.operationsPerToken(gates: 4, hidden: 256, layers: 2)
    return [
      Measurement(
        timing: timing, tokens: Double(length), operations: Double(length) * operations)
    ]
  }
}
