extension Workload {
  static let lstm1024 = Workload("lstm-1024", "training: a character model, an LSTM of 1024") {
    LanguageModelCase.trainLSTM(hidden: 1024, layers: 1, $0)
  }
}
