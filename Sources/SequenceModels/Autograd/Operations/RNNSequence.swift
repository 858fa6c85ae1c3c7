internal import CKernels

/// An Elman layer over a whole sequence (Elman, 1990).
///
///     h′ = tanh(W x + U h + b)    or max(W x + U h + b, 0)
///
/// Inputs: x `[batch, time, feature]`, W `[hidden, feature]`, U `[hidden, hidden]`, two biases
/// `[hidden]`, h `[batch, hidden]`. Output: every h′ `[batch, time, hidden]`, 0 in the padding.
struct RNNSequence: Operation {
  static let name = "rnn"
  var activation: RNNCell.Activation
  var lengths: [Int]?
  var reversed = false
  var lookup: RecurrentInput.Lookup?
  /// Whether no backward follows, so that nothing is kept for it.
  var isForInference = false

  struct Saved {
    var call: RecurrentCall
    /// h before each step, packed.
    var before: Tensor
    var output: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let call = RecurrentCall(
      Self.name, inputs, gates: 1, lengths: lengths, reversed: reversed, lookup: lookup,
      isForInference: isForInference)
    let bias = call.inputBias.combined(with: call.hiddenBias) { $0 + $1 }
    let weights = call.packedWeights(transposed: true)
    var sums = call.inputProducts()
    var before = call.states(from: call.start)
    var output = call.rows.blank(call.hidden)
    var layer = ck_recurrence()
    layer.kind = kind
    layer.hidden = call.hidden
    layer.weights = weights.pointer
    layer.bias = bias.pointer
    layer.gates = sums.mutablePointer
    layer.before = before.mutablePointer
    layer.output = output.mutablePointer
    call.forward(&layer) { ck_recurrence_f32($0, $1) }
    keepAlive(weights, bias, sums, before, output)
    return (output, Saved(call: call, before: before, output: output))
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    backward(gradient, saved: saved, wanted: .all)
  }

  func backward(_ gradient: Tensor, saved: Saved, wanted: Wanted) -> [Tensor?] {
    let call = saved.call
    let weights = call.packedWeights(transposed: false)
    var gates = Tensor.filled(saved.before.shape) { _ in }
    var hidden = Tensor(zeros: call.start.shape)
    var layer = ck_recurrence()
    layer.kind = kind
    layer.hidden = call.hidden
    layer.weights = weights.pointer
    layer.output = UnsafeMutablePointer(mutating: saved.output.pointer)
    layer.output_gradient = gradient.pointer
    layer.gates_gradient = gates.mutablePointer
    layer.hidden_gradient = hidden.mutablePointer
    call.rows.run { ck_recurrence_backward_f32($0, &layer) }
    keepAlive(weights, saved.output, gradient, gates, hidden)
    return call.gradients(gates: gates, before: saved.before, wanted) + [call.rows.unsorted(hidden)]
  }

  private var kind: Int32 { Int32(activation == .tanh ? CK_RNN_TANH : CK_RNN_RELU) }
}
