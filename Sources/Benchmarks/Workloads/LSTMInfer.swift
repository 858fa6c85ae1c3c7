extension Workload {
  static let lstmInfer = Workload("lstm-infer", "lstm-2x256, forward only") { sampling in
    let model = LanguageModelCase.lstm(hidden: 256, layers: 2)
    let batch = LanguageModelCase.batch
    let batches = TokenBatches(
      vocabulary: LanguageModelCase.vocabulary, batch: batch, time: LanguageModelCase.time, seed: 7)
    var step = 0
    let timing = sampling.time {
      _ = model(batches[step].inputs, model.initialState(batch: batch))
      step += 1
    }
    let operations = LanguageModelCase.operationsPerToken(gates: 4, hidden: 256, layers: 2)
    return [
      Measurement(
        timing: timing, tokens: LanguageModelCase.tokens,
        operations: LanguageModelCase.tokens * operations)
    ]
  }
}
