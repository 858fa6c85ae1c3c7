/// A Transformer that turns one sequence into another (Vaswani et al., 2017).
///
///     m = encoder(√size · embedding(source) + positions)
///     logits = V decoder(√size · embedding(target) + positions, m) + b
///
/// Source and target `[batch][time]`, logits `[batch, target time, targetVocabularySize]`; positions are
/// sinusoidal. Greedy decoding and beam search work from `state(of:lengths:)`.
public struct TransformerSeq2Seq: Layer, StepDecoder {
  /// Vectors of the source's tokens.
  public let sourceEmbedding: Embedding
  /// Vectors of the target's tokens.
  public let targetEmbedding: Embedding
  /// Reads the source.
  public let encoder: TransformerEncoder
  /// Writes the target.
  public let decoder: TransformerDecoder
  /// V and b.
  public let head: Linear
  private let positions: SinusoidalPositions
  private let dropout: Dropout

  /// Vectors start normal with standard deviation 1/√size, the other weights as those of their layers do.
  public init(
    sourceVocabularySize: Int, targetVocabularySize: Int, size: Int, heads: Int, layers: Int,
    hiddenSize: Int? = nil, normFirst: Bool = true, activation: FeedForward.Activation = .relu,
    dropout: Float = 0, using generator: inout some RandomNumberGenerator
  ) {
    sourceEmbedding = Embedding(
      vocabularySize: sourceVocabularySize, size: size, using: &generator)
    targetEmbedding = Embedding(
      vocabularySize: targetVocabularySize, size: size, using: &generator)
    for embedding in [sourceEmbedding, targetEmbedding] {
      embedding.weight.value = embedding.weight.value.scaled(by: 1 / Float(size).squareRoot())
    }
    encoder = TransformerEncoder(
      size, heads: heads, layers: layers, hiddenSize: hiddenSize, normFirst: normFirst,
      activation: activation, dropout: dropout, using: &generator)
    decoder = TransformerDecoder(
      size, heads: heads, layers: layers, hiddenSize: hiddenSize, normFirst: normFirst,
      activation: activation, dropout: dropout, using: &generator)
    head = Linear(size, targetVocabularySize, using: &generator)
    positions = SinusoidalPositions(size)
    self.dropout = Dropout(dropout)
  }

  /// Its parts.
  public var children: Children {
    [
      "source_embedding": sourceEmbedding, "target_embedding": targetEmbedding,
      "encoder": encoder, "decoder": decoder, "head": head,
    ]
  }

  /// Logits of the token after each of `target`, which starts with the start token (teacher forcing).
  ///
  /// - Parameter lengths: how many tokens each source has; the others are padding.
  public func callAsFunction(
    _ source: [[Int]], lengths: [Int]? = nil, target: [[Int]], _ tape: Tape? = nil
  ) -> Variable {
    let state = state(of: source, lengths: lengths, tape, Dropout.nothing)
    return run(target, state, tape, Dropout.nothing).logits
  }

  /// The same in training, with dropout.
  public func callAsFunction(
    _ source: [[Int]], lengths: [Int]? = nil, target: [[Int]], _ tape: Tape?,
    using generator: inout some RandomNumberGenerator
  ) -> Variable {
    let state = state(of: source, lengths: lengths, tape) { $0.mask($1, using: &generator) }
    return run(target, state, tape) { $0.mask($1, using: &generator) }.logits
  }

  /// Before the first token of the target: the source has been read.
  public func state(of source: [[Int]], lengths: [Int]? = nil) -> TransformerDecoder.State {
    state(of: source, lengths: lengths, nil, Dropout.nothing)
  }

  /// Reads one more token of the target in every row.
  public func step(
    _ tokens: [Int], _ state: TransformerDecoder.State
  ) -> (logProbabilities: Tensor, state: TransformerDecoder.State) {
    let (logits, next) = run(tokens.map { [$0] }, state, nil, Dropout.nothing)
    let scores = logits.logSoftmax().value
    return (scores.reshaped([tokens.count, scores.shape.columns]), next)
  }

  /// What the heads of one decoder layer look at in the source, to draw:
  /// `[batch, heads, target time, source time]`.
  public func attentionWeights(
    _ source: [[Int]], lengths: [Int]? = nil, target: [[Int]], layer: Int
  ) -> Tensor {
    require(
      decoder.layers.indices.contains(layer),
      "attentionWeights: there is no layer \(layer) among \(decoder.layers.count)")
    let memory = encoded(source, lengths, nil, Dropout.nothing)
    var x = located(targetEmbedding(target), from: 0)
    for below in decoder.layers[..<layer] { x = below(x, over: memory, lengths: lengths) }
    return decoder.layers[layer].crossWeights(x, over: memory, lengths)
  }

  private func encoded(
    _ source: [[Int]], _ lengths: [Int]?, _ tape: Tape?, _ draw: MaskDraw
  ) -> Variable {
    let vectors = located(sourceEmbedding(source, tape), from: 0).dropped(dropout, draw)
    return encoder.run(vectors, nil, AttentionMask(lengths: lengths), draw).output
  }

  private func state(
    of source: [[Int]], lengths: [Int]?, _ tape: Tape?, _ draw: MaskDraw
  ) -> TransformerDecoder.State {
    decoder.initialState(over: encoded(source, lengths, tape, draw), lengths: lengths)
  }

  private func run(
    _ target: [[Int]], _ state: TransformerDecoder.State, _ tape: Tape?, _ draw: MaskDraw
  ) -> (logits: Variable, state: TransformerDecoder.State) {
    let vectors = located(targetEmbedding(target, tape), from: state.time).dropped(dropout, draw)
    let (output, next) = decoder.run(vectors, state, draw)
    return (head(output), next)
  }

  /// Scaled vectors with their positions.
  private func located(_ vectors: Variable, from place: Int) -> Variable {
    positions(vectors * Float(positions.size).squareRoot(), from: place)
  }
}
