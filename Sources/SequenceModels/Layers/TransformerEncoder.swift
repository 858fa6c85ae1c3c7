/// Several layers of a Transformer one above the other (Vaswani et al., 2017).
///
/// Input and output `[batch, time, size]`. With a causal mask it is a decoder without memory, as GPT's.
/// Parameters have the names of PyTorch's `nn.TransformerEncoder`.
public struct TransformerEncoder: Layer {
  /// From the input up.
  public let layers: [TransformerBlock]
  /// Of the output; where blocks are pre-norm.
  public let norm: LayerNorm?

  /// Weights start as those of ``TransformerBlock`` do.
  public init(
    _ size: Int, heads: Int, layers: Int, hiddenSize: Int? = nil, normFirst: Bool = true,
    activation: FeedForward.Activation = .gelu, dropout: Float = 0,
    rotary: RotaryPositions? = nil, using generator: inout some RandomNumberGenerator
  ) {
    require(layers > 0, "TransformerEncoder: \(layers) layers; at least one is needed")
    self.layers = (0..<layers).map { _ in
      TransformerBlock(
        size, heads: heads, hiddenSize: hiddenSize, normFirst: normFirst, activation: activation,
        dropout: dropout, rotary: rotary, using: &generator)
    }
    norm = normFirst ? LayerNorm(size) : nil
  }

  /// Its parameters, named as PyTorch names them (`layers.0.norm1.weight`, …).
  public var parameters: [(name: String, parameter: Parameter)] {
    layers.enumerated().flatMap { named("layers.\($0)", $1) }
      + (norm.map { named("norm", $0) } ?? [])
  }

  /// Applies all layers.
  public func callAsFunction(_ x: Variable, mask: AttentionMask = .none) -> Variable {
    run(x, nil, mask, Dropout.nothing).output
  }

  /// The same in training, with dropout.
  public func callAsFunction(
    _ x: Variable, mask: AttentionMask = .none, using generator: inout some RandomNumberGenerator
  ) -> Variable {
    run(x, nil, mask) { $0.mask($1, using: &generator) }.output
  }

  /// What each layer's heads look at, to draw: `[batch, heads, queries, keys]` per layer.
  public func attentionWeights(_ x: Variable, mask: AttentionMask = .none) -> [Tensor] {
    var x = x.detached
    return layers.map { layer in
      defer { x = layer(x, mask: mask) }
      return layer.attention.weights(layer.attentionInput(x), mask: mask)
    }
  }

  func run(
    _ x: Variable, _ caches: [KeyValueCache]?, _ mask: AttentionMask, _ draw: MaskDraw
  ) -> (output: Variable, caches: [KeyValueCache]) {
    var output = x
    var next: [KeyValueCache] = []
    for (place, layer) in layers.enumerated() {
      let cache: KeyValueCache
      (output, cache) = layer.run(output, caches?[place], mask, draw)
      next.append(cache)
    }
    return (norm?(output) ?? output, next)
  }
}
