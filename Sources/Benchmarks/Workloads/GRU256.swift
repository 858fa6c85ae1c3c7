internal import SequenceModels

extension Workload {
  static let gru256 = Workload("gru-256", "training: a character model, a GRU of 256") {
    LanguageModelCase.train(
      LanguageModelCase.model { GRU($0, 256, using: &$1) },
      operations: LanguageModelCase.operationsPerToken(gates: 3, hidden: 256, layers: 1), $0)
  }
}
