extension Workload {
  static let lstm128 = Workload("lstm-128", "training: a character model, an LSTM of 128") {
    LanguageModelCase.trainLSTM(hidden: 128, layers: 1, $0)
  }
}
