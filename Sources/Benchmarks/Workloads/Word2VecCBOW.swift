extension Workload {
  static let word2vecCBOW = Workload(
    "word2vec-cbow", "word vectors by CBOW, one pass over 3 million words"
  ) {
    try Word2VecCase.measure(.cbow, $0)
  }
}
