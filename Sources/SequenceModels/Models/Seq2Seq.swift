/// An encoder reads a source, a decoder writes the target (Sutskever, Vinyals and Le, 2014; Cho et al.,
/// 2014), with attention to all states of the encoder (Bahdanau, Cho and Bengio, 2014) or without.
///
///     h₁ … h_S = encoder(embedding(source))        s₀ from the encoder's last state
///     cₜ = attention(sₜ₋₁, h)                      sₜ = decoder([embedding(yₜ₋₁), cₜ], sₜ₋₁)
///     P(yₜ | y₁ … yₜ₋₁, source) = softmax(V sₜ + b)
///
/// Without attention all that the decoder knows of the source is s₀: the bottleneck.
///
///     let model = Seq2Seq<LSTM, LSTM>(
///       sourceVocabularySize: source.count, targetVocabularySize: target.count, embeddingSize: 32,
///       hiddenSize: 64, attention: .additive, using: &generator)
///     train(model, on: pairs, steps: 500, optimizer: Adam(learningRate: 3e-3), using: &generator)
///     print(target.decode(model.translate([source.encode("3 may 1999")], length: 12)[0]))
///
/// Tokens are numbered as ``MarkedVocabulary`` does.
public struct Seq2Seq<Encoder: RecurrentLayer, Decoder: RecurrentLayer>: Layer {
  /// Vectors of the source's tokens.
  public let sourceEmbedding: Embedding
  /// Vectors of the target's tokens.
  public let targetEmbedding: Embedding
  /// Reads the source.
  public let encoder: Encoder
  /// Writes the target.
  public let decoder: Decoder
  /// What the decoder sees of the source at each step; `nil`: nothing.
  public let attention: Attention?
  /// From all last states of the encoder to the decoder's first, one per layer: s₀ = tanh(B h + b).
  /// None where both have states of the same kind and sizes: the encoder's is then handed on.
  public let bridges: [Linear]
  /// From the decoder's output to logits.
  public let head: Linear
  /// Of the tokens' vectors and of the decoder's output, in training.
  public let dropout: Dropout

  /// What the decoder knows: of the source, and of the target so far.
  public struct State: CarriedState {
    /// The decoder's own.
    public var recurrent: Decoder.State
    /// What attention asks.
    public var memory: Attention.Memory?

    /// The same numbers without their past.
    public var detached: State {
      State(recurrent: recurrent.detached, memory: memory?.detached)
    }

    /// Some rows, in the given order.
    public func selecting(rows: [Int]) -> State {
      State(
        recurrent: recurrent.selecting(rows: rows), memory: memory?.selecting(rows: rows))
    }
  }

  /// A model over any two recurrent layers. The encoder reads vectors of `embeddingSize`, the decoder
  /// such vectors and, with attention, the encoder's output behind them.
  ///
  /// - Parameters:
  ///   - attentionSize: width of the additive score's network; the decoder's by default.
  ///   - dropout: of the tokens' vectors and of the decoder's output, in training; that of encoder and
  ///     decoder is between their layers.
  public init(
    sourceVocabularySize: Int, targetVocabularySize: Int, embeddingSize: Int, encoder: Encoder,
    decoder: Decoder, attention score: Attention.Score?, attentionSize: Int? = nil,
    dropout: Float = 0, using generator: inout some RandomNumberGenerator
  ) {
    self.dropout = Dropout(dropout)
    sourceEmbedding = Embedding(
      vocabularySize: sourceVocabularySize, size: embeddingSize, using: &generator)
    targetEmbedding = Embedding(
      vocabularySize: targetVocabularySize, size: embeddingSize, using: &generator)
    (self.encoder, self.decoder) = (encoder, decoder)
    let start = decoder.initialState(batch: 1).hidden.map(\.shape.columns)
    let end = encoder.initialState(batch: 1).hidden.map(\.shape.columns)
    require(
      start.last == decoder.outputSize,
      "Seq2Seq: the decoder's output has \(decoder.outputSize) features, its last state "
        + "\(start.last ?? 0); a decoder reads in one direction")
    attention = score.map {
      Attention(
        $0, querySize: decoder.outputSize, size: encoder.outputSize, attentionSize: attentionSize,
        using: &generator)
    }
    let handsOn = start == end && Encoder.State.self == Decoder.State.self
    bridges =
      handsOn ? [] : start.map { Linear(end.reduce(0, +), $0, using: &generator) }
    head = Linear(decoder.outputSize, targetVocabularySize, using: &generator)
  }

  /// Its parameters.
  public var parameters: [(name: String, parameter: Parameter)] {
    named("source_embedding", sourceEmbedding) + named("target_embedding", targetEmbedding)
      + named("encoder", encoder) + named("decoder", decoder)
      + (attention.map { named("attention", $0) } ?? [])
      + bridges.enumerated().flatMap { named("bridge_l\($0)", $1) } + named("head", head)
  }

  /// Reads sources, `[batch][time]`, that may differ in length.
  public func read(_ sources: [[Int]], _ tape: Tape? = nil) -> State {
    let batch = PaddedBatch(sources, padding: MarkedVocabulary.padding)
    var none = NoDropout()
    return read(batch.tokens, lengths: batch.lengths, tape, &none)
  }

  /// Reads padded sources; what stands behind their lengths does not matter.
  func read(
    _ sources: [[Int]], lengths: [Int], _ tape: Tape?, _ dropping: inout some Dropping
  ) -> State {
    require(
      !sources.isEmpty && lengths.allSatisfy { $0 > 0 },
      "Seq2Seq: sources of lengths \(lengths); each must hold at least one token")
    let vectors = dropping.drop(sourceEmbedding(sources, tape), dropout)
    let (output, last) = dropping.run(encoder, vectors, nil, lengths: lengths)
    let memory = attention?.memory(output, lengths: lengths)
    if bridges.isEmpty, let recurrent = last as? Decoder.State {
      return State(recurrent: recurrent, memory: memory)
    }
    var recurrent = decoder.initialState(batch: sources.count)
    let ends = concatenate(last.hidden, axis: 1)
    for (layer, bridge) in bridges.enumerated() { recurrent.hidden[layer] = bridge(ends).tanh() }
    return State(recurrent: recurrent, memory: memory)
  }

  /// One step of the decoder: vectors `[rows, embeddingSize]` to outputs `[rows, outputSize]`, and the
  /// weights of attention `[rows, source time]`.
  func step(
    _ x: Variable, _ state: State, _ dropping: inout some Dropping
  ) -> (output: Variable, state: State, weights: Variable?) {
    var (input, weights) = (x, Variable?.none)
    if let attention, let memory = state.memory {
      let query = state.recurrent.hidden[state.recurrent.hidden.count - 1]
      let found = attention(query, memory)
      input = concatenate([x, found.context], axis: 1)
      weights = found.weights
    }
    let (output, next) = dropping.run(
      decoder, input.reshaped([input.shape[0], 1, input.shape[1]]), state.recurrent, lengths: nil)
    return (
      output.reshaped([output.shape[0], output.shape[2]]),
      State(recurrent: next, memory: state.memory), weights
    )
  }
}

extension Seq2Seq: StepDecoder {
  /// Reads one more token of the target in every row, without a tape.
  public func step(
    _ tokens: [Int], _ state: State
  ) -> (logProbabilities: Tensor, state: State) {
    let rows = state.recurrent.hidden.first?.shape[0] ?? 0
    require(
      rows == tokens.count,
      "Seq2Seq: \(tokens.count) tokens for a state of \(rows) rows; there must be one per source read"
    )
    var none = NoDropout()
    let (output, next, _) = step(vectors(tokens, nil), state, &none)
    return (head(output).logSoftmax().value, next)
  }

  func vectors(_ tokens: [Int], _ tape: Tape?) -> Variable {
    let vectors = targetEmbedding(tokens.map { [$0] }, tape)
    return vectors.reshaped([tokens.count, vectors.shape.columns])
  }
}
