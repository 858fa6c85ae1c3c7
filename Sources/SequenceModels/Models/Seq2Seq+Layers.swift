extension Seq2Seq where Encoder == LSTM, Decoder == LSTM {
  /// LSTMs of one width. With `bidirectional` the encoder reads in both directions; `dropout` is that of
  /// vectors, of what lies between layers and of the decoder's output, in training.
  public init(
    sourceVocabularySize: Int, targetVocabularySize: Int, embeddingSize: Int, hiddenSize: Int,
    layers: Int = 1, bidirectional: Bool = false, attention: Attention.Score?, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    let encoder = LSTM(
      embeddingSize, hiddenSize, layers: layers, bidirectional: bidirectional, dropout: dropout,
      using: &generator)
    let context = attention == nil ? 0 : encoder.outputSize
    let decoder = LSTM(
      embeddingSize + context, hiddenSize, layers: layers, dropout: dropout, using: &generator)
    self.init(
      sourceVocabularySize: sourceVocabularySize, targetVocabularySize: targetVocabularySize,
      embeddingSize: embeddingSize, encoder: encoder, decoder: decoder, attention: attention,
      dropout: dropout, using: &generator)
  }
}

extension Seq2Seq where Encoder == GRU, Decoder == GRU {
  /// GRUs of one width. With `bidirectional` the encoder reads in both directions; `dropout` is that of
  /// vectors, of what lies between layers and of the decoder's output, in training.
  public init(
    sourceVocabularySize: Int, targetVocabularySize: Int, embeddingSize: Int, hiddenSize: Int,
    layers: Int = 1, bidirectional: Bool = false, attention: Attention.Score?, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    let encoder = GRU(
      embeddingSize, hiddenSize, layers: layers, bidirectional: bidirectional, dropout: dropout,
      using: &generator)
    let context = attention == nil ? 0 : encoder.outputSize
    let decoder = GRU(
      embeddingSize + context, hiddenSize, layers: layers, dropout: dropout, using: &generator)
    self.init(
      sourceVocabularySize: sourceVocabularySize, targetVocabularySize: targetVocabularySize,
      embeddingSize: embeddingSize, encoder: encoder, decoder: decoder, attention: attention,
      dropout: dropout, using: &generator)
  }
}
