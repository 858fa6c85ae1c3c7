extension Workload {
  static let lstm2x512 = Workload("lstm-2x512", "training: a character model, two LSTMs of 512") {
    LanguageModelCase.trainLSTM(hidden: 512, layers: 2, $0)
  }
}
