/// One layer of a Transformer's decoder (Vaswani et al., 2017): causal attention of the target over
/// itself, attention over the source, two linear layers, each with a path around it.
///
///     post-norm:   h = norm₁(x + self(x))   g = norm₂(h + cross(h, m))   y = norm₃(g + f(g))
///     pre-norm:    h = x + self(norm₁(x))   g = h + cross(norm₂(h), m)   y = g + f(norm₃(g))
///
/// x and y `[batch, time, size]`, m `[batch, source time, size]`. Parameters have the names of PyTorch's
/// `nn.TransformerDecoderLayer`.
public struct TransformerDecoderLayer: Layer {
  /// Over the target.
  public let attention: MultiHeadAttention
  /// Over the source.
  public let crossAttention: MultiHeadAttention
  /// f
  public let feedForward: FeedForward
  /// Of attention over the target.
  public let norm1: LayerNorm
  /// Of attention over the source.
  public let norm2: LayerNorm
  /// Of the linear layers.
  public let norm3: LayerNorm
  /// Of the parts' outputs, in training.
  public let dropout: Dropout
  /// Whether the parts' inputs are normalised (pre-norm) and not the sums (post-norm).
  public let normFirst: Bool

  /// Weights start as those of the parts do; `hiddenSize` is 4·size if it is left out.
  public init(
    _ size: Int, heads: Int, hiddenSize: Int? = nil, normFirst: Bool = true,
    activation: FeedForward.Activation = .relu, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    attention = MultiHeadAttention(size, heads: heads, dropout: dropout, using: &generator)
    crossAttention = MultiHeadAttention(size, heads: heads, dropout: dropout, using: &generator)
    feedForward = FeedForward(
      size, hiddenSize: hiddenSize ?? 4 * size, activation: activation, dropout: dropout,
      using: &generator)
    norm1 = LayerNorm(size)
    norm2 = LayerNorm(size)
    norm3 = LayerNorm(size)
    self.dropout = Dropout(dropout)
    self.normFirst = normFirst
  }

  /// Its parts, named as PyTorch names them.
  public var children: Children {
    [
      "self_attn": attention, "multihead_attn": crossAttention, "linear1": feedForward.linear1,
      "linear2": feedForward.linear2, "norm1": norm1, "norm2": norm2, "norm3": norm3,
    ]
  }

  /// Applies the layer; a source has as many steps as `lengths` says, the others are padding.
  public func callAsFunction(
    _ x: Variable, over memory: Variable, lengths: [Int]? = nil
  ) -> Variable {
    let read = crossAttention.keysAndValues(of: memory)
    return run(x, nil, over: read, lengths, Dropout.nothing).output
  }

  /// The same in training, with dropout.
  public func callAsFunction(
    _ x: Variable, over memory: Variable, lengths: [Int]? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> Variable {
    let read = crossAttention.keysAndValues(of: memory)
    return run(x, nil, over: read, lengths) { $0.mask($1, using: &generator) }.output
  }

  func run(
    _ x: Variable, _ cache: KeyValueCache?, over memory: KeyValueCache, _ lengths: [Int]?,
    _ draw: MaskDraw
  ) -> (output: Variable, cache: KeyValueCache) {
    let mask = AttentionMask(lengths: lengths)
    let (own, next) = attention.run(
      before(norm1, x), over: nil, cache, .causal, draw, around: dropout.residual(x))
    let h = after(norm1, dropout.sum(x, own, draw))
    let other = crossAttention.run(
      before(norm2, h), over: memory, mask, draw, around: dropout.residual(h))
    let g = after(norm2, dropout.sum(h, other, draw))
    let moved = feedForward.run(before(norm3, g), draw, around: dropout.residual(g))
    return (after(norm3, dropout.sum(g, moved, draw)), next)
  }

  /// The weights of attention over the source.
  func crossWeights(_ x: Variable, over memory: Variable, _ lengths: [Int]?) -> Tensor {
    let own = attention(before(norm1, x), mask: .causal)
    let h = after(norm1, x + own)
    return crossAttention.weights(
      before(norm2, h), over: memory, mask: AttentionMask(lengths: lengths))
  }

  private func before(_ norm: LayerNorm, _ x: Variable) -> Variable { normFirst ? norm(x) : x }
  private func after(_ norm: LayerNorm, _ x: Variable) -> Variable { normFirst ? x : norm(x) }
}
