extension Workload {
  static let lstm2x256 = Workload("lstm-2x256", "training: a character model, two LSTMs of 256") {
    LanguageModelCase.trainLSTM(hidden: 256, layers: 2, $0)
  }
}
