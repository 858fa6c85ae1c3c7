extension Workload {
  static let word2vecSkipGram = Workload(
    "word2vec-sg", "word vectors by skip-gram, one pass over 3 million words"
  ) {
    try Word2VecCase.measure(.skipGram, $0)
  }
}
