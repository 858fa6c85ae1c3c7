/// Attention of several heads (Vaswani et al., 2017, section 3.2.2): each compares queries with keys in
/// its own part of the columns.
///
///     q = x W_qᵀ + b_q      k = m W_kᵀ + b_k      v = m W_vᵀ + b_v
///     head = softmax(q kᵀ / √(size / heads)) v      y = [head₁ … ] W_oᵀ + b_o
///
/// x and y `[batch, time, size]`; m is x itself, or `over` `[batch, keys, size]`. Parameters have the
/// names of PyTorch's `nn.MultiheadAttention`.
public struct MultiHeadAttention: Layer {
  /// W_q, W_k and W_v, one below the other: `[3·size, size]`.
  public let inputWeight: Parameter
  /// b_q, b_k and b_v.
  public let inputBias: Parameter
  /// W_o and b_o.
  public let output: Linear
  /// How many heads there are.
  public let heads: Int
  /// Of the weights of the keys, in training.
  public let dropout: Dropout
  /// Turns queries and keys, if it is there.
  public let rotary: RotaryPositions?

  /// W_q, W_k and W_v start uniform in ±√(6 / 4·size), W_o in ±1/√size, biases at 0, as PyTorch's.
  public init(
    _ size: Int, heads: Int, dropout: Float = 0, rotary: RotaryPositions? = nil,
    using generator: inout some RandomNumberGenerator
  ) {
    require(heads > 0, "MultiHeadAttention: there are \(heads) heads; take at least one")
    require(
      heads <= Shape.mostElements && size <= Shape.mostElements,
      "MultiHeadAttention: \(heads) heads of the size \(size) are more than any memory holds")
    let unit = rotary == nil ? heads : 2 * heads
    require(
      size > 0 && size % unit == 0,
      "MultiHeadAttention: the size \(size) cannot be shared out to \(heads) heads"
        + (rotary == nil ? "" : " of pairs of columns") + "; take a multiple of \(unit)")
    inputWeight = Parameter(Initializer.glorot([3 * size, size], using: &generator))
    inputBias = Parameter(Tensor(zeros: [3 * size]))
    output = Linear(size, size, using: &generator)
    output.bias.value = Tensor(zeros: [size])
    self.heads = heads
    self.dropout = Dropout(dropout)
    self.rotary = rotary
  }

  /// Its parameters, named as PyTorch names them.
  public var children: Children {
    ["in_proj_weight": inputWeight, "in_proj_bias": inputBias, "out_proj": output]
  }

  /// Width of input and output.
  public var size: Int { inputWeight.value.shape[1] }

  /// Attention of x over itself, or over another sequence.
  public func callAsFunction(
    _ x: Variable, over memory: Variable? = nil, mask: AttentionMask = .none
  ) -> Variable {
    run(x, over: memory, nil, mask, Dropout.nothing).output
  }

  /// The same in training, with dropout.
  public func callAsFunction(
    _ x: Variable, over memory: Variable? = nil, mask: AttentionMask = .none,
    using generator: inout some RandomNumberGenerator
  ) -> Variable {
    run(x, over: memory, nil, mask) { $0.mask($1, using: &generator) }.output
  }

  /// Attention of x over all that was read, x included; `nil` starts anew. Causal.
  public func callAsFunction(
    _ x: Variable, _ cache: KeyValueCache?
  ) -> (output: Variable, cache: KeyValueCache) {
    run(x, over: nil, cache, .causal, Dropout.nothing)
  }

  /// The weights that each query gives to each key, to draw: `[batch, heads, queries, keys]`.
  public func weights(
    _ x: Variable, over memory: Variable? = nil, mask: AttentionMask = .none
  ) -> Tensor {
    let (packing, inputs, _) = project(x, over: memory, nil)
    return FusedAttention(packing: packing, heads: heads, mask: mask)
      .weights(inputs.map(\.value))
  }

  func run(
    _ x: Variable, over memory: Variable?, _ cache: KeyValueCache?, _ mask: AttentionMask,
    _ draw: MaskDraw, around residual: Variable? = nil
  ) -> (output: Variable, cache: KeyValueCache) {
    let (packing, inputs, next) = project(x, over: memory, cache)
    let shape = [x.shape[0], heads, x.shape[1], inputs[inputs.count - 1].shape[1]]
    let attention = FusedAttention(
      packing: packing, heads: heads, mask: mask, dropout: draw(dropout, shape))
    return (output.run(attention(inputs), around: residual), next)
  }

  /// Queries, keys and values: by one matrix product where they come from one input.
  private func project(
    _ x: Variable, over memory: Variable?, _ cache: KeyValueCache?
  ) -> (packing: FusedAttention.Packing, inputs: [Variable], cache: KeyValueCache) {
    for input in [x, memory ?? x] {
      require(
        input.shape.count == 3 && input.shape[2] == size,
        "MultiHeadAttention: the input is \(input.shape), not [batch, time, \(size)]")
    }
    let tape = x.tape ?? memory?.tape
    let (weight, bias) = (tape(inputWeight), tape(inputBias))
    if let memory {
      let read = keysAndValues(of: memory)
      return (.keysWithValues, [queries(x, tape), read.keysAndValues], read)
    }
    var packed = x.linear(weight, bias)
    if let rotary {
      packed = rotary.turning(
        packed, columns: 2 * size, size: size / heads, from: cache?.time ?? 0)
    }
    guard let cache else { return (.together, [packed], KeyValueCache(packed, size: size)) }
    let (queries, keysAndValues) = packed.split(at: size)
    let pair = concatenate([cache.keysAndValues, keysAndValues], axis: 1)
    return (.keysWithValues, [queries, pair], KeyValueCache(pair, size: size))
  }

  /// Keys and values of another sequence `[batch, time, size]`, for attention over it again and again.
  func keysAndValues(of memory: Variable) -> KeyValueCache {
    require(
      rotary == nil,
      "MultiHeadAttention: rotary positions say how far places are apart in one sequence; "
        + "attention over another sequence has no such distance")
    let pair = projected(memory, size..<(3 * size), memory.tape)
    return KeyValueCache(pair, size: size)
  }

  /// Attention of x over what `keysAndValues` made of another sequence.
  func run(
    _ x: Variable, over memory: KeyValueCache, _ mask: AttentionMask, _ draw: MaskDraw,
    around residual: Variable? = nil
  ) -> Variable {
    let pair = memory.keysAndValues
    let weights = draw(dropout, [x.shape[0], heads, x.shape[1], pair.shape[1]])
    let attention = FusedAttention(
      packing: .keysWithValues, heads: heads, mask: mask, dropout: weights)
    return output.run(attention(queries(x, x.tape ?? pair.tape), pair), around: residual)
  }

  private func queries(_ x: Variable, _ tape: Tape?) -> Variable { projected(x, 0..<size, tape) }

  /// Some rows of the input weights, applied.
  private func projected(_ x: Variable, _ rows: Range<Int>, _ tape: Tape?) -> Variable {
    x.linear(tape(inputWeight).slice(axis: 0, rows), tape(inputBias).slice(axis: 0, rows))
  }
}
