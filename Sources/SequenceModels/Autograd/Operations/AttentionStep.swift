internal import CKernels

/// One query per row attends to the steps of a sequence; see ``Attention`` for the scores.
///
///     eₛ = v · tanh(q + kₛ)   or   eₛ = scale · q · kₛ        α = softmax e        c = Σₛ αₛ hₛ
///     ᾱₛ = c̄ · hₛ     ēₛ = αₛ (ᾱₛ − Σ α ᾱ)     h̄ₛ = αₛ c̄
///     q̄ = Σₛ k̄ₛ, k̄ₛ = ēₛ v ⊙ (1 − t²), v̄ = Σₛ ēₛ t with t = tanh(q + kₛ)
///     or   q̄ = scale Σₛ ēₛ kₛ, k̄ₛ = scale ēₛ q
///
/// Inputs: q `[rows, width]`, k `[sources, time, width]`, h `[sources, time, size]` and, for the first
/// score, v `[width]`. Outputs: c `[rows, size]` and α `[rows, time]`, exactly 0 behind a source's
/// length. Forward is fused, and backward computes t anew, so only α is saved.
struct AttentionStep: PairOperation {
  static let name = "attention"
  var scale: Float = 1
  /// Of each source, at least 1.
  var lengths: [Int]
  /// The source that each row asks; `nil`: its own.
  var sources: [Int]?
  /// Of the keys, for the first score; `nil`: they are computed.
  var powers: KeyPowers?

  struct Saved {
    var inputs: [Tensor]
    var weights: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, second: Tensor, saved: Saved) {
    check(inputs.map(\.shape))
    let (q, k, h) = (inputs[0], inputs[1], inputs[2])
    var weights = Tensor.filled([q.shape[0], k.shape[1]]) { _ in }
    let context = Tensor.filled([q.shape[0], h.shape[2]]) { context in
      run(inputs, weights.mutablePointer) { attention in
        attention.contexts = context
        ck_attention_step_f32(&attention)
      }
    }
    return (context, weights, Saved(inputs: inputs, weights: weights))
  }

  func backward(_ gradient: Tensor?, _ second: Tensor?, saved: Saved) -> [Tensor?] {
    let (q, k, h) = (saved.inputs[0], saved.inputs[1], saved.inputs[2])
    let rows = q.shape[0]
    var weights = saved.weights
    var (scores, query) = (Tensor.filled(weights.shape) { _ in }, Tensor.filled(q.shape) { _ in })
    var keys = Tensor.filled([rows] + k.shape.dropFirst()) { _ in }
    var values = Tensor.filled([rows] + h.shape.dropFirst()) { _ in }
    var vector = Tensor.filled(q.shape) { _ in }
    run(saved.inputs, weights.mutablePointer) { attention in
      attention.context_gradients = gradient?.pointer
      attention.weight_gradients = second?.pointer
      attention.score_gradients = scores.mutablePointer
      attention.query_gradients = query.mutablePointer
      attention.key_gradients = keys.mutablePointer
      attention.value_gradients = values.mutablePointer
      attention.vector_gradients = vector.mutablePointer
      ck_attention_step_backward_f32(&attention)
    }
    let parts: [Tensor?] = [query, toSources(keys, k.shape), toSources(values, h.shape)]
    return saved.inputs.count == 4 ? parts + [vector.summed(to: [q.shape[1]])] : parts
  }

  /// The gradients of rows, added up for the source that they share.
  private func toSources(_ gradient: Tensor, _ shape: Shape) -> Tensor {
    guard let sources else { return gradient }
    let size = shape.dropFirst().reduce(1, *)
    return RowGradient(summing: [
      RowGradient(unsorted: sources, gradient.reshaped([sources.count, size]))
    ])
    .matrix([shape[0], size]).reshaped(shape)
  }

  private func run(
    _ inputs: [Tensor], _ weights: UnsafeMutablePointer<Float>,
    _ body: (inout ck_attention_step) -> Void
  ) {
    let (q, k, h) = (inputs[0], inputs[1], inputs[2])
    let powers = inputs.count == 4 ? powers ?? KeyPowers(k, lengths: lengths) : nil
    var queryPowers = powers.map { _ in Tensor.filled(q.shape) { _ in } }
    let sources = (sources ?? Array(0..<q.shape[0])).map { Int32($0) }
    sources.withUnsafeBufferPointer { sources in
      lengths.map { Int32($0) }.withUnsafeBufferPointer { lengths in
        guard let sources = sources.baseAddress, let lengths = lengths.baseAddress else { return }
        var attention = ck_attention_step(
          rows: q.shape[0], time: k.shape[1], width: q.shape[1], size: h.shape[2],
          queries: q.pointer, keys: k.pointer, values: h.pointer,
          score: inputs.count == 4 ? inputs[3].pointer : nil, scale: scale,
          key_powers: powers?.powers.pointer, largest_keys: powers?.largest.pointer,
          query_powers: queryPowers?.mutablePointer, sources: sources, lengths: lengths,
          weights: weights, contexts: nil, context_gradients: nil,
          weight_gradients: nil, score_gradients: nil, query_gradients: nil, key_gradients: nil,
          value_gradients: nil, vector_gradients: nil, accumulate: 0)
        body(&attention)
      }
    }
    keepAlive(powers?.powers, powers?.largest, queryPowers)
  }

  private func check(_ shapes: [Shape]) {
    let (q, k, h) = (shapes[0], shapes[1], shapes[2])
    require(
      q.count == 2 && k.count == 3 && h.count == 3 && k[2] == q[1]
        && Array(k[..<2]) == Array(h[..<2]),
      "attention: queries \(q), keys \(k) and values \(h); they must be [rows, width], "
        + "[batch, time, width] and [batch, time, size]")
    require(
      shapes.count < 4 || shapes[3] == [q[1]],
      "attention: the score vector is \(shapes.last ?? []), the queries are \(q); it must be "
        + "[\(q[1])]")
    Self.check(lengths, keys: k)
    require(
      (sources?.count ?? k[0]) == q[0] && (sources ?? []).allSatisfy { $0 >= 0 && $0 < k[0] },
      "attention: \(q[0]) queries for \(sources?.count ?? k[0]) rows of a memory of \(k[0]) "
        + "sequences; there must be one query per row")
  }

  /// Whether lengths suit the keys `[sources, time, width]`.
  static func check(_ lengths: [Int], keys k: Shape) {
    require(k[1] > 0, "attention: the keys \(k) have no steps; at least one is needed")
    require(
      lengths.count == k[0] && lengths.allSatisfy { $0 > 0 && $0 <= k[1] },
      "attention: lengths \(lengths) for keys \(k); there must be \(k[0]), each from 1 to \(k[1])")
  }
}
