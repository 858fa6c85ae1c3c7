internal import CKernels

/// A GRU layer over a whole sequence (Cho et al., 2014).
///
///     r, z = σ(W x + b + U h + b_h)
///     n = tanh(W x + b + r ⊙ (U h + b_h))    reset after the product, or
///     n = tanh(W x + b + U (r ⊙ h) + b_h)    reset before it
///     h′ = (1 − z) ⊙ n + z ⊙ h
///
/// Inputs: x `[batch, time, feature]`, W `[3·hidden, feature]`, U `[3·hidden, hidden]`, b and b_h
/// `[3·hidden]`, h `[batch, hidden]`. Gates in PyTorch's order r, z, n. Output: every h′
/// `[batch, time, hidden]`, 0 in the padding.
struct GRUSequence: Operation {
  static let name = "gru"
  var reset: GRUCell.Reset
  var lengths: [Int]?
  var reversed = false
  var lookup: RecurrentInput.Lookup?
  /// Whether no backward follows, so that nothing is kept for it.
  var isForInference = false

  struct Saved {
    var call: RecurrentCall
    /// r, z, n, packed `[Σ lengths, 3·hidden]`.
    var gates: Tensor
    /// h before each step, packed.
    var before: Tensor
    /// U h + b_h of the candidate, or r ⊙ h where the reset comes before the product; packed.
    var product: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let call = RecurrentCall(
      Self.name, inputs, gates: 3, lengths: lengths, reversed: reversed, lookup: lookup,
      isForInference: isForInference)
    let (weights, candidate) = packedWeights(call, transposed: true)
    let bias =
      reset == .afterProduct
      ? call.biasAfterProduct : call.inputBias.combined(with: call.hiddenBias) { $0 + $1 }
    var scratch = Tensor.filled([call.rows.batch, 3 * call.hidden]) { _ in }
    var gates = call.inputProducts()
    var before = call.states(from: call.start)
    let keepsProduct = reset == .beforeProduct || !isForInference
    var product = keepsProduct ? Tensor.filled(before.shape) { _ in } : Tensor(zeros: [0])
    var output = call.rows.blank(call.hidden)
    var layer = ck_recurrence()
    layer.kind = kind
    layer.hidden = call.hidden
    layer.weights = weights.pointer
    layer.candidate_weights = candidate?.pointer
    layer.bias = bias.pointer
    layer.hidden_bias = call.hiddenBias.pointer + 2 * call.hidden
    layer.gates = gates.mutablePointer
    layer.before = before.mutablePointer
    layer.memory = keepsProduct ? product.mutablePointer : nil
    layer.output = output.mutablePointer
    layer.scratch = scratch.mutablePointer
    call.forward(&layer) { ck_recurrence_f32($0, $1) }
    keepAlive(weights, candidate, bias, scratch, gates, before, product, output)
    return (output, Saved(call: call, gates: gates, before: before, product: product))
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    backward(gradient, saved: saved, wanted: .all)
  }

  func backward(_ gradient: Tensor, saved: Saved, wanted: Wanted) -> [Tensor?] {
    let call = saved.call
    let (weights, candidate) = packedWeights(call, transposed: false)
    let width = reset == .afterProduct ? 4 : 3
    var gates = Tensor.filled([call.rows.count, width * call.hidden]) { _ in }
    var hidden = Tensor(zeros: call.start.shape)
    var scratch = Tensor.filled([call.rows.batch, 3 * call.hidden]) { _ in }
    var layer = ck_recurrence()
    layer.kind = kind
    layer.hidden = call.hidden
    layer.weights = weights.pointer
    layer.candidate_weights = candidate?.pointer
    layer.gates = UnsafeMutablePointer(mutating: saved.gates.pointer)
    layer.before = UnsafeMutablePointer(mutating: saved.before.pointer)
    layer.memory = UnsafeMutablePointer(mutating: saved.product.pointer)
    layer.output_gradient = gradient.pointer
    layer.gates_gradient = gates.mutablePointer
    layer.hidden_gradient = hidden.mutablePointer
    layer.scratch = scratch.mutablePointer
    call.rows.run { ck_recurrence_backward_f32($0, &layer) }
    keepAlive(
      weights, candidate, saved.gates, saved.before, saved.product, gradient, gates, hidden, scratch
    )
    let parts =
      reset == .afterProduct
      ? call.gradientsAfterProduct(gates: gates, before: saved.before, wanted)
      : gradientsBeforeProduct(call, gates, saved, wanted)
    return parts + [call.rows.unsorted(hidden)]
  }

  /// The gates' part of Ū meets h, the candidate's r ⊙ h.
  private func gradientsBeforeProduct(
    _ call: RecurrentCall, _ gates: Tensor, _ saved: Saved, _ wanted: Wanted
  ) -> [Tensor?] {
    let h = call.hidden
    var parts = call.gradients(gates: gates, before: saved.before, wanted)
    let candidate = gates.transposedProduct(saved.product, columns: (2 * h)..<(3 * h))
    parts[parts.count - 3].mutate {
      ($0.mutablePointer + 2 * h * h).update(from: candidate.pointer, count: h * h)
    }
    return parts
  }

  private func packedWeights(
    _ call: RecurrentCall, transposed: Bool
  ) -> (all: Tensor, candidate: Tensor?) {
    let h = call.hidden
    guard reset == .beforeProduct else { return (call.packedWeights(transposed: transposed), nil) }
    return (
      call.packedWeights(rows: 0..<(2 * h), transposed: transposed),
      call.packedWeights(rows: (2 * h)..<(3 * h), transposed: transposed)
    )
  }

  private var kind: Int32 {
    Int32(reset == .afterProduct ? CK_GRU_RESET_AFTER : CK_GRU_RESET_BEFORE)
  }
}

extension RecurrentCall {
  /// What is added to the pre-activations of a GRU outside the reset gate's reach, where that acts after
  /// the product.
  var biasAfterProduct: Tensor {
    var bias = inputBias.combined(with: hiddenBias) { $0 + $1 }
    (bias.mutablePointer + 2 * hidden).update(from: inputBias.pointer + 2 * hidden, count: hidden)
    return bias
  }

  /// The gradients of a GRU's inputs and weights where the reset gate acts after the product, from
  /// n̄ | r̄ | z̄ | r ⊙ n̄: the first three belong to W x, the last three to U h.
  func gradientsAfterProduct(gates: Tensor, before: Tensor, _ wanted: Wanted) -> [Tensor?] {
    let h = hidden
    let recurrent = gates.linearGradients(before, columns: h..<(4 * h), bias: true)
    let candidate = gates.columnSums(0..<h)
    // W stands r, z, n.
    return inputGradients(gates: gates, columns: 0..<(3 * h), turned: h, wanted) + [
      recurrent.weight,
      recurrent.bias.map { Tensor($0.elements[..<(2 * h)] + candidate.elements, shape: [3 * h]) },
      recurrent.bias,
    ]
  }
}
