/// The decoder of a Transformer (Vaswani et al., 2017): several layers that look at the target so far
/// and at the whole source.
///
/// Input and output `[batch, time, size]`, source `[batch, source time, size]`. Parameters have the names
/// of PyTorch's `nn.TransformerDecoder`.
public struct TransformerDecoder: Layer {
  /// From the input up.
  public let layers: [TransformerDecoderLayer]
  /// Of the output; where layers are pre-norm.
  public let norm: LayerNorm?

  /// Keys and values of the source and of the target so far, in every layer.
  public struct State: CarriedState {
    let memory: [KeyValueCache]
    let lengths: [Int]?
    let caches: [KeyValueCache]?

    /// How many steps of the target were read.
    public var time: Int { caches?.first?.time ?? 0 }

    /// The same numbers without their past.
    public var detached: State {
      State(memory: memory.map(\.detached), lengths: lengths, caches: caches?.map(\.detached))
    }

    /// The state of some rows of the batch.
    public func selecting(rows: [Int]) -> State {
      State(
        memory: memory.map { $0.selecting(rows: rows) },
        lengths: lengths.map { lengths in rows.map { lengths[$0] } },
        caches: caches?.map { $0.selecting(rows: rows) })
    }
  }

  /// Weights start as those of ``TransformerDecoderLayer`` do.
  public init(
    _ size: Int, heads: Int, layers: Int, hiddenSize: Int? = nil, normFirst: Bool = true,
    activation: FeedForward.Activation = .relu, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    require(layers > 0, "TransformerDecoder: \(layers) layers; at least one is needed")
    self.layers = (0..<layers).map { _ in
      TransformerDecoderLayer(
        size, heads: heads, hiddenSize: hiddenSize, normFirst: normFirst, activation: activation,
        dropout: dropout, using: &generator)
    }
    norm = normFirst ? LayerNorm(size) : nil
  }

  /// Its parameters, named as PyTorch names them (`layers.0.multihead_attn.in_proj_weight`, …).
  public var parameters: [(name: String, parameter: Parameter)] {
    layers.enumerated().flatMap { named("layers.\($0)", $1) }
      + (norm.map { named("norm", $0) } ?? [])
  }

  /// Before the first step of the target, over a source; a source has as many steps as `lengths` says,
  /// the others are padding.
  public func initialState(over memory: Variable, lengths: [Int]? = nil) -> State {
    State(
      memory: layers.map { $0.crossAttention.keysAndValues(of: memory) }, lengths: lengths,
      caches: nil)
  }

  /// Reads the next steps of the target.
  public func callAsFunction(
    _ x: Variable, _ state: State
  ) -> (output: Variable, state: State) {
    run(x, state, Dropout.nothing)
  }

  /// The same in training, with dropout.
  public func callAsFunction(
    _ x: Variable, _ state: State, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    run(x, state) { $0.mask($1, using: &generator) }
  }

  func run(
    _ x: Variable, _ state: State, _ draw: MaskDraw
  ) -> (output: Variable, state: State) {
    var output = x
    var caches: [KeyValueCache] = []
    for (place, layer) in layers.enumerated() {
      let cache: KeyValueCache
      (output, cache) = layer.run(
        output, state.caches?[place], over: state.memory[place], state.lengths, draw)
      caches.append(cache)
    }
    let next = State(memory: state.memory, lengths: state.lengths, caches: caches)
    return (norm?(output) ?? output, next)
  }
}
