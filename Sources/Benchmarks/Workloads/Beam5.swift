internal import SequenceModels

extension Workload {
  static let beam5 = Workload("beam-5", "beam search, width 5, 40 steps, an LSTM of 256") {
    let model = LanguageModelCase.lstm(hidden: 256, layers: 1)
    let search = BeamSearch(width: 5, length: 40)
    let timing = $0.time {
      _ = search(model, from: model.initialState(batch: 1), start: 0)
    }
    let tokens = Double(search.width * search.length)
    let operations = LanguageModelCase.operationsPerToken(gates: 4, hidden: 256, layers: 1)
    return [Measurement(timing: timing, tokens: tokens, operations: tokens * operations)]
  }
}
