/// One layer of a Transformer: attention of a sequence over itself, then two linear layers, each with a
/// path around it.
///
///     post-norm (Vaswani et al., 2017):    h = norm₁(x + attention(x))      y = norm₂(h + f(h))
///     pre-norm (Xiong et al., 2020):       h = x + attention(norm₁(x))      y = h + f(norm₂(h))
///
/// x and y `[batch, time, size]`. Parameters have the names of PyTorch's `nn.TransformerEncoderLayer`.
public struct TransformerBlock: Layer {
  /// Over the sequence itself.
  public let attention: MultiHeadAttention
  /// f
  public let feedForward: FeedForward
  /// Of attention.
  public let norm1: LayerNorm
  /// Of the linear layers.
  public let norm2: LayerNorm
  /// Of both parts' outputs, in training.
  public let dropout: Dropout
  /// Whether the parts' inputs are normalised (pre-norm) and not the sums (post-norm).
  public let normFirst: Bool

  /// Weights start as those of the parts do.
  ///
  /// - Parameters:
  ///   - hiddenSize: width between the linear layers; 4·size if it is left out.
  ///   - normFirst: pre-norm, which trains without a warm-up of the learning rate.
  public init(
    _ size: Int, heads: Int, hiddenSize: Int? = nil, normFirst: Bool = true,
    activation: FeedForward.Activation = .gelu, dropout: Float = 0,
    rotary: RotaryPositions? = nil, using generator: inout some RandomNumberGenerator
  ) {
    attention = MultiHeadAttention(
      size, heads: heads, dropout: dropout, rotary: rotary, using: &generator)
    feedForward = FeedForward(
      size, hiddenSize: hiddenSize ?? 4 * size, activation: activation, dropout: dropout,
      using: &generator)
    norm1 = LayerNorm(size)
    norm2 = LayerNorm(size)
    self.dropout = Dropout(dropout)
    self.normFirst = normFirst
  }

  /// Its parts, named as PyTorch names them.
  public var children: Children {
    [
      "self_attn": attention, "linear1": feedForward.linear1, "linear2": feedForward.linear2,
      "norm1": norm1, "norm2": norm2,
    ]
  }

  /// Applies the layer.
  public func callAsFunction(_ x: Variable, mask: AttentionMask = .none) -> Variable {
    run(x, nil, mask, Dropout.nothing).output
  }

  /// The same in training, with dropout.
  public func callAsFunction(
    _ x: Variable, mask: AttentionMask = .none, using generator: inout some RandomNumberGenerator
  ) -> Variable {
    run(x, nil, mask) { $0.mask($1, using: &generator) }.output
  }

  /// What attention sees of x.
  func attentionInput(_ x: Variable) -> Variable { normFirst ? norm1(x) : x }

  func run(
    _ x: Variable, _ cache: KeyValueCache?, _ mask: AttentionMask, _ draw: MaskDraw
  ) -> (output: Variable, cache: KeyValueCache) {
    let (attended, next) = attention.run(
      attentionInput(x), over: nil, cache, mask, draw, around: dropout.residual(x))
    let sum = dropout.sum(x, attended, draw)
    let hidden = normFirst ? sum : norm1(sum)
    let moved = feedForward.run(
      normFirst ? norm2(hidden) : hidden, draw, around: dropout.residual(hidden))
    let output = dropout.sum(hidden, moved, draw)
    return (normFirst ? output : norm2(output), next)
  }
}
