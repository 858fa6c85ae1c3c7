internal import CKernels

/// Scaled dot-product attention of several heads over whole sequences (Vaswani et al., 2017).
///
///     P = softmax(q kᵀ / √size)        y = (M ⊙ P) v
///
///     v̄ = (M ⊙ P)ᵀ ȳ        P̄ = M ⊙ (ȳ vᵀ)        S̄ = P ⊙ (P̄ − Σ ȳ ⊙ y) / √size
///     q̄ = S̄ k               k̄ = S̄ᵀ q
///
/// for every head by itself; a head is `size` columns. M is 1, or dropout's mask.
/// Inputs, by `packing`: q `[batch, queries, heads·size]`, k and v `[batch, keys, heads·size]`;
/// output as q. Blocks of queries pass through the cache: no matrix `[queries, keys]` is kept, backward
/// computes P again from each row's largest score and sum.
struct FusedAttention: Operation {
  static let name = "attention"

  /// How queries, keys and values lie in the inputs, side by side along the last axis.
  enum Packing { case together, keysWithValues, apart }

  var packing: Packing
  var heads: Int
  var mask: AttentionMask
  /// What the weights are multiplied by, `[batch, heads, queries, keys]`.
  var dropout: Tensor?

  struct Saved {
    var inputs: [Tensor]
    var output: Tensor
    /// The largest score and 1 / Σ e^(score − it), `[batch, heads, queries, 2]`.
    var statistics: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let (output, statistics, _) = run(inputs, keepsWeights: false)
    return (output, Saved(inputs: inputs, output: output, statistics: statistics))
  }

  /// P before dropout, `[batch, heads, queries, keys]`.
  func weights(_ inputs: [Tensor]) -> Tensor { run(inputs, keepsWeights: true).weights }

  private func run(
    _ inputs: [Tensor], keepsWeights: Bool
  ) -> (output: Tensor, statistics: Tensor, weights: Tensor) {
    let sizes = Sizes(inputs, self)
    let matrix = [sizes.batch, heads, sizes.queries, sizes.keys]
    var output = Tensor.filled([sizes.batch, sizes.queries, sizes.width]) { _ in }
    var statistics = Tensor.filled([sizes.batch, heads, sizes.queries, 2]) { _ in }
    var weights = Tensor.filled(keepsWeights ? matrix : [0]) { _ in }
    let (to, toStatistics) = (output.mutablePointer, statistics.mutablePointer)
    let toWeights = keepsWeights ? weights.mutablePointer : nil
    withJob(inputs, sizes) { job, scratch in
      ck_attention_f32(job, to, sizes.width, toStatistics, toWeights, scratch)
    }
    return (output, statistics, weights)
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    let sizes = Sizes(saved.inputs, self)
    var gradients = saved.inputs.map { input in Tensor.filled(input.shape) { _ in } }
    let pointers = gradients.indices.map { gradients[$0].mutablePointer }
    let (q, k, v) = (sizes.places[0], sizes.places[1], sizes.places[2])
    withJob(saved.inputs, sizes) { job, scratch in
      ck_attention_backward_f32(
        job, saved.output.pointer, gradient.pointer, sizes.width, saved.statistics.pointer,
        pointers[q.input] + q.column, pointers[k.input] + k.column, pointers[v.input] + v.column,
        scratch)
    }
    return gradients
  }

  private func withJob(
    _ inputs: [Tensor], _ sizes: Sizes,
    _ body: (UnsafePointer<ck_attention>, UnsafeMutablePointer<Float>) -> Void
  ) {
    func start(_ part: Int) -> UnsafePointer<Float> {
      inputs[sizes.places[part].input].pointer + sizes.places[part].column
    }
    func stride(_ part: Int) -> Int { inputs[sizes.places[part].input].shape[2] }
    let lengths = mask.lengths?.map { Int32($0) }
    (lengths ?? []).withUnsafeBufferPointer { lengthsPointer in
      var job = ck_attention(
        batch: sizes.batch, heads: heads, size: sizes.width / heads, query_time: sizes.queries,
        key_time: sizes.keys, queries: start(0), query_stride: stride(0), keys: start(1),
        key_stride: stride(1), values: start(2), value_stride: stride(2),
        causal: mask.causal ? 1 : 0,
        key_lengths: lengths == nil ? nil : lengthsPointer.baseAddress,
        mask: dropout?.pointer, scale: 1 / Float(sizes.width / heads).squareRoot())
      var scratch = Tensor.filled([ck_attention_scratch_size(&job)]) { _ in }
      body(&job, scratch.mutablePointer)
    }
    withExtendedLifetime((inputs, dropout)) {}
  }

  /// The sizes of a call; wrong ones stop the program.
  struct Sizes {
    var batch: Int, queries: Int, keys: Int, width: Int
    /// Where q, k and v are: the input, and the first column.
    var places: [(input: Int, column: Int)]

    init(_ inputs: [Tensor], _ attention: FusedAttention) {
      let shapes = inputs.map(\.shape)
      require(
        shapes.allSatisfy { $0.count == 3 },
        "attention: the inputs are \(shapes); each must be [batch, time, feature]")
      switch attention.packing {
      case .together:
        width = shapes[0][2] / 3
        places = [(0, 0), (0, width), (0, 2 * width)]
      case .keysWithValues:
        width = shapes[0][2]
        places = [(0, 0), (1, 0), (1, width)]
      case .apart:
        width = shapes[0][2]
        places = [(0, 0), (1, 0), (2, 0)]
      }
      (batch, queries, keys) = (shapes[0][0], shapes[0][1], shapes[places[1].input][1])
      let widths =
        attention.packing == .together
        ? [3 * width]
        : attention.packing == .keysWithValues ? [width, 2 * width] : [width, width, width]
      require(
        zip(shapes, widths).allSatisfy { $0[0] == batch && $0[2] == $1 }
          && shapes.dropFirst().allSatisfy { $0[1] == keys },
        "attention: the inputs are \(shapes); queries, keys and values must agree in batch and "
          + "width, keys and values in time")
      require(
        attention.heads > 0 && width % attention.heads == 0 && width > 0,
        "attention: the width \(width) cannot be shared out to \(attention.heads) heads")
      require(
        queries > 0 && keys > 0,
        "attention: there are \(queries) queries and \(keys) keys; at least one of each is needed")
      require(
        !attention.mask.causal || queries <= keys,
        "attention: a causal mask over \(queries) queries and \(keys) keys; there must be a key "
          + "for every query")
      if let lengths = attention.mask.lengths {
        require(
          lengths.count == batch && lengths.allSatisfy { $0 > 0 && $0 <= keys },
          "attention: the lengths \(lengths) of a batch of \(batch) with \(keys) keys; one in "
            + "1 ... \(keys) is needed per sequence")
      }
      require(
        (attention.dropout?.shape ?? [batch, attention.heads, queries, keys])
          == [batch, attention.heads, queries, keys],
        "attention: a dropout mask \(attention.dropout?.shape ?? []) for weights "
          + "[\(batch), \(attention.heads), \(queries), \(keys)]")
    }
  }
}

extension Variable {
  /// Scaled dot-product attention of these queries `[batch, queries, heads·size]` over keys and values
  /// `[batch, keys, heads·size]` (Vaswani et al., 2017): softmax(q kᵀ / √size) v for every head.
  public func attention(
    _ keys: Variable, _ values: Variable, heads: Int = 1, mask: AttentionMask = .none
  ) -> Variable {
    FusedAttention(packing: .apart, heads: heads, mask: mask)(self, keys, values)
  }

  /// The weights of ``attention(_:_:heads:mask:)``, to draw: `[batch, heads, queries, keys]`.
  public func attentionWeights(
    _ keys: Variable, heads: Int = 1, mask: AttentionMask = .none
  ) -> Tensor {
    FusedAttention(packing: .apart, heads: heads, mask: mask).weights([
      value, keys.value, keys.value,
    ])
  }
}
