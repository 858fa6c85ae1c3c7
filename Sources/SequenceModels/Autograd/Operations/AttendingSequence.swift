internal import CKernels

/// A recurrent layer over a whole sequence that attends to a source at each step (Bahdanau, Cho and
/// Bengio, 2014): ``RNNSequence``, ``GRUSequence`` with the reset after the product or ``LSTMSequence``,
/// with ``AttentionStep`` inside.
///
///     qₜ = Q hₜ₋₁ or hₜ₋₁        cₜ, αₜ = attention(qₜ, k, values)
///     pre-activations W xₜ + C cₜ + b + U hₜ₋₁ + b_h
///
/// Inputs: those of the layer without attention, x `[batch, time, feature]` first; then
/// C `[gates·hidden, size]`, k `[batch, steps, width]`, values `[batch, steps, size]`, and where there
/// are any Q `[width, hidden]` and the score vector `[width]`. Outputs: every h′ `[batch, time, hidden]`
/// and α `[time·batch, steps]`, step by step.
///
/// Forward has the bits of one step after the other; backward adds up weights' gradients in one product.
struct AttendingSequence: PairOperation {
  static let name = "attending recurrence"
  var kind: Kind
  var lookup: RecurrentInput.Lookup?
  /// Of a score without a vector.
  var scale: Float
  /// Of each source, at least 1.
  var lengths: [Int]
  /// Whether Q is among the inputs.
  var hasQuery: Bool
  /// Of the keys, for a score with a vector; `nil`: they are computed.
  var powers: KeyPowers?

  /// What runs.
  enum Kind {
    case rnn(RNNCell.Activation)
    case gru
    case lstm

    /// That of a cell; `nil` for one that has no fused form with attention.
    init?(_ cell: some RecurrentCell) {
      switch cell {
      case let cell as RNNCell: self = .rnn(cell.activation)
      case let cell as GRUCell where cell.reset == .afterProduct: self = .gru
      case is LSTMCell: self = .lstm
      default: return nil
      }
    }

    var gates: Int {
      switch self {
      case .rnn: 1
      case .gru: 3
      case .lstm: 4
      }
    }

    var isLSTM: Bool { if case .lstm = self { true } else { false } }
    var isGRU: Bool { if case .gru = self { true } else { false } }

    fileprivate var number: Int32 {
      switch self {
      case .rnn(.tanh): Int32(CK_RNN_TANH)
      case .rnn(.relu): Int32(CK_RNN_RELU)
      case .gru: Int32(CK_GRU_RESET_AFTER)
      case .lstm: Int32(CK_LSTM)
      }
    }
  }

  struct Saved {
    var call: RecurrentCall
    var source: Source
    /// Activations, packed.
    var gates: Tensor
    /// h before each step, packed.
    var before: Tensor
    /// LSTM: c before each step; GRU: the candidate's U h + b_h. Packed.
    var memory: Tensor
    /// LSTM: tanh c after each step, packed.
    var cellTanh: Tensor
    var output: Tensor
    /// Packed; without Q none.
    var queries: Tensor?
    var contexts: Tensor
    var weights: Tensor
  }

  /// What is attended to, and with what.
  struct Source {
    let context: Tensor
    let keys: Tensor
    let values: Tensor
    let query: Tensor?
    let score: Tensor?
    /// With a score vector.
    var powers: KeyPowers?

    init(_ inputs: ArraySlice<Tensor>, hasQuery: Bool) {
      let inputs = Array(inputs)
      (context, keys, values) = (inputs[0], inputs[1], inputs[2])
      query = hasQuery ? inputs[3] : nil
      score = inputs.count > (hasQuery ? 4 : 3) ? inputs[inputs.count - 1] : nil
    }

    var width: Int { keys.shape[2] }
    var size: Int { values.shape[2] }
    var time: Int { keys.shape[1] }
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, second: Tensor, saved: Saved) {
    let ofLayer = (lookup == nil ? 2 : 1) + 3 + (kind.isLSTM ? 2 : 1)
    let call = RecurrentCall(
      Self.name, Array(inputs[..<ofLayer]), gates: kind.gates, lengths: nil, reversed: false,
      lookup: lookup, isForInference: false)
    var source = Source(inputs[ofLayer...], hasQuery: hasQuery)
    check(call, source)
    if source.score != nil { source.powers = powers ?? KeyPowers(source.keys, lengths: lengths) }
    let bias =
      kind.isGRU
      ? call.biasAfterProduct : call.inputBias.combined(with: call.hiddenBias) { $0 + $1 }
    let count = call.rows.count
    let weights = call.packedWeights(transposed: true)
    let contextWeights = source.context.packedOperand(transposed: true)
    let queryWeights = source.query?.packedOperand(transposed: true)
    var gates = call.inputProducts()
    var before = call.rows.starting(with: call.start)
    var memory =
      kind.isLSTM
      ? call.rows.starting(with: inputs[ofLayer - 1]) : Tensor.filled(before.shape) { _ in }
    var cellTanh = Tensor.filled(kind.isLSTM ? before.shape : [0]) { _ in }
    var last = Tensor.filled(call.start.shape) { _ in }
    var scratch = Tensor.filled([call.rows.batch, 3 * call.hidden]) { _ in }
    var output = call.rows.blank(call.hidden)
    var queries = source.query.map { _ in Tensor.filled([count, source.width]) { _ in } }
    var contexts = Tensor.filled([count, source.size]) { _ in }
    var weightRows = Tensor.filled([count, source.time]) { _ in }
    var layer = ck_recurrence()
    layer.kind = kind.number
    layer.hidden = call.hidden
    layer.weights = weights.pointer
    layer.bias = bias.pointer
    layer.hidden_bias = call.hiddenBias.pointer + (kind.isGRU ? 2 * call.hidden : 0)
    layer.gates = gates.mutablePointer
    layer.before = before.mutablePointer
    layer.memory = memory.mutablePointer
    layer.cell_tanh = cellTanh.mutablePointer
    layer.last_cell = last.mutablePointer
    layer.output = output.mutablePointer
    layer.scratch = scratch.mutablePointer
    attend(source, contextWeights, queryWeights, weightRows.mutablePointer) { attending in
      attending.queries = queries?.mutablePointer
      attending.attention.contexts = contexts.mutablePointer
      call.forward(&layer) { ck_attending_recurrence_f32($0, $1, &attending) }
    }
    keepAlive(
      weights, contextWeights, queryWeights, bias, scratch, last, gates, before, memory, cellTanh,
      output, queries, contexts, weightRows)
    let saved = Saved(
      call: call, source: source, gates: gates, before: before, memory: memory, cellTanh: cellTanh,
      output: output, queries: queries, contexts: contexts, weights: weightRows)
    return (output, weightRows, saved)
  }

  func backward(_ gradient: Tensor?, _ second: Tensor?, saved: Saved) -> [Tensor?] {
    backward(gradient, second, saved: saved, wanted: .all)
  }

  func backward(
    _ gradient: Tensor?, _ second: Tensor?, saved: Saved, wanted: Wanted
  ) -> [Tensor?] {
    let (call, source) = (saved.call, saved.source)
    let (batch, h) = (call.rows.batch, call.hidden)
    let weights = call.packedWeights(transposed: false)
    // The kernel's gradients of a GRU stand n, r, z.
    let context = kind.isGRU ? source.context.turned(rows: 2 * h) : source.context
    let contextWeights = context.packedOperand(transposed: false)
    let queryWeights = source.query?.packedOperand(transposed: false)
    var gates = Tensor.filled([call.rows.count, (kind.isGRU ? 4 : kind.gates) * h]) { _ in }
    var (hidden, cell) = (Tensor(zeros: [batch, h]), Tensor(zeros: [batch, h]))
    var scratch = Tensor.filled([batch, 3 * h]) { _ in }
    var scores = Tensor.filled([batch, source.time]) { _ in }
    var contexts = Tensor.filled([call.rows.count, source.size]) { _ in }
    var queries = Tensor.filled([call.rows.count, source.width]) { _ in }
    var keys = Tensor.filled(source.keys.shape) { _ in }
    var values = Tensor.filled(source.values.shape) { _ in }
    var vector = Tensor.filled([batch, source.width]) { _ in }
    var layer = ck_recurrence()
    layer.kind = kind.number
    layer.hidden = h
    layer.weights = weights.pointer
    layer.gates = UnsafeMutablePointer(mutating: saved.gates.pointer)
    layer.before = UnsafeMutablePointer(mutating: saved.before.pointer)
    layer.memory = UnsafeMutablePointer(mutating: saved.memory.pointer)
    layer.cell_tanh = UnsafeMutablePointer(mutating: saved.cellTanh.pointer)
    layer.output = UnsafeMutablePointer(mutating: saved.output.pointer)
    layer.output_gradient = gradient?.pointer
    layer.gates_gradient = gates.mutablePointer
    layer.hidden_gradient = hidden.mutablePointer
    layer.cell_gradient = cell.mutablePointer
    layer.scratch = scratch.mutablePointer
    let weightRows = UnsafeMutablePointer(mutating: saved.weights.pointer)
    attend(source, contextWeights, queryWeights, weightRows) { attending in
      attending.queries = saved.queries.map { UnsafeMutablePointer(mutating: $0.pointer) }
      attending.context_scratch = contexts.mutablePointer
      attending.attention.weight_gradients = second?.pointer
      attending.attention.score_gradients = scores.mutablePointer
      attending.attention.query_gradients = queries.mutablePointer
      attending.attention.key_gradients = keys.mutablePointer
      attending.attention.value_gradients = values.mutablePointer
      attending.attention.vector_gradients = vector.mutablePointer
      call.rows.run { ck_attending_recurrence_backward_f32($0, &layer, &attending) }
    }
    keepAlive(
      weights, contextWeights, queryWeights, saved.gates, saved.before, saved.memory,
      saved.cellTanh, saved.output, saved.queries, saved.weights, gradient, second)
    keepAlive(gates, hidden, cell, scratch, scores, contexts, queries, keys, values, vector)
    let ofContext = gates.transposedProduct(
      saved.contexts, columns: 0..<(kind.gates * h))
    var parts =
      kind.isGRU
      ? call.gradientsAfterProduct(gates: gates, before: saved.before, wanted)
      : call.gradients(gates: gates, before: saved.before, wanted)
    parts.append(call.rows.unsorted(hidden))
    if kind.isLSTM { parts.append(call.rows.unsorted(cell)) }
    parts += [kind.isGRU ? ofContext.turned(rows: h) : ofContext, keys, values]
    if hasQuery { parts.append(queries.transposedProduct(saved.before)) }
    if source.score != nil { parts.append(vector.summed(to: [source.width])) }
    return parts
  }

  /// Calls `body` with attention as C sees it: what both directions share.
  private func attend(
    _ source: Source, _ contextWeights: Tensor, _ queryWeights: Tensor?,
    _ weights: UnsafeMutablePointer<Float>, _ body: (inout ck_attending) -> Void
  ) {
    var queryPowers = source.powers.map { _ in
      Tensor.filled([lengths.count, source.width]) { _ in }
    }
    (0..<lengths.count).map { Int32($0) }.withUnsafeBufferPointer { sources in
      lengths.map { Int32($0) }.withUnsafeBufferPointer { lengths in
        guard let sources = sources.baseAddress, let lengths = lengths.baseAddress else { return }
        let attention = ck_attention_step(
          rows: self.lengths.count, time: source.time, width: source.width, size: source.size,
          queries: source.keys.pointer, keys: source.keys.pointer, values: source.values.pointer,
          score: source.score?.pointer, scale: scale, key_powers: source.powers?.powers.pointer,
          largest_keys: source.powers?.largest.pointer, query_powers: queryPowers?.mutablePointer,
          sources: sources, lengths: lengths,
          weights: weights, contexts: nil, context_gradients: nil, weight_gradients: nil,
          score_gradients: nil, query_gradients: nil, key_gradients: nil, value_gradients: nil,
          vector_gradients: nil, accumulate: 0)
        var attending = ck_attending(
          query_weights: queryWeights?.pointer, context_weights: contextWeights.pointer,
          attention: attention, queries: nil, context_scratch: nil)
        body(&attending)
      }
    }
    keepAlive(source.keys, source.values, source.score)
    keepAlive(source.powers?.powers, source.powers?.largest, queryPowers)
  }

  private func check(_ call: RecurrentCall, _ source: Source) {
    let (k, values) = (source.keys.shape, source.values.shape)
    let (batch, h) = (call.rows.batch, call.hidden)
    let width = source.query?.shape[0] ?? h
    require(
      k.count == 3 && values.count == 3 && k[0] == batch && Array(k[..<2]) == Array(values[..<2])
        && k[2] == width && (source.query.map { $0.shape == [width, h] } ?? true),
      "attention: keys \(k) and values \(values) for a decoder of \(batch) rows whose queries are "
        + "\(width) wide; they must be [\(batch), time, \(width)] and [\(batch), time, size]")
    require(
      source.context.shape == [kind.gates * h, values[2]]
        && (source.score.map { $0.shape == [width] } ?? true),
      "attention: values \(values) and a score vector \(source.score?.shape ?? [width]) for weights "
        + "\(source.context.shape); they must be [\(batch), time, \(source.context.shape.columns)] "
        + "and [\(width)]")
    AttentionStep.check(lengths, keys: k)
  }
}
