internal import SequenceModels

extension Workload {
  static let rnn256 = Workload("rnn-256", "training: a character model, an RNN of 256") {
    LanguageModelCase.train(
      LanguageModelCase.model { RNN($0, 256, using: &$1) },
      operations: LanguageModelCase.operationsPerToken(gates: 1, hidden: 256, layers: 1), $0)
  }
}
