internal import CKernels

/// An LSTM layer over a whole sequence (Hochreiter and Schmidhuber, 1997; forget gate: Gers et al., 2000).
///
///     i, f, o = σ(W x + U h + b)      g = tanh(W x + U h + b)
///     c′ = f ⊙ c + i ⊙ g              h′ = o ⊙ tanh c′
///
/// Inputs: x `[batch, time, feature]`, W `[4·hidden, feature]`, U `[4·hidden, hidden]`,
/// two biases `[4·hidden]`, h and c `[batch, hidden]`. Gates in PyTorch's order i, f, g, o.
/// Output: every h′ `[batch, time, hidden]`, 0 in the padding, and the last c′ `[batch, hidden]`.
struct LSTMSequence: PairOperation {
  static let name = "lstm"
  var lengths: [Int]?
  var reversed = false
  var lookup: RecurrentInput.Lookup?
  /// Whether no backward follows, so that nothing is kept for it.
  var isForInference = false

  struct Saved {
    var call: RecurrentCall
    /// Activations, packed `[Σ lengths, 4·hidden]`.
    var gates: Tensor
    /// h before each step, packed.
    var before: Tensor
    /// c before each step, packed.
    var cells: Tensor
    /// tanh c after each step, packed.
    var cellTanh: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, second: Tensor, saved: Saved) {
    let call = RecurrentCall(
      Self.name, inputs, gates: 4, lengths: lengths, reversed: reversed, lookup: lookup,
      isForInference: isForInference)
    let bias = call.inputBias.combined(with: call.hiddenBias) { $0 + $1 }
    let weights = call.packedWeights(transposed: true)
    var gates = call.inputProducts()
    var before = call.states(from: call.start)
    var cells = call.states(from: inputs[inputs.count - 1])
    var cellTanh = Tensor.filled(isForInference ? [0] : cells.shape) { _ in }
    var last = Tensor.filled(call.start.shape) { _ in }
    var output = call.rows.blank(call.hidden)
    var layer = ck_recurrence()
    layer.kind = Int32(CK_LSTM)
    layer.hidden = call.hidden
    layer.weights = weights.pointer
    layer.bias = bias.pointer
    layer.gates = gates.mutablePointer
    layer.before = before.mutablePointer
    layer.memory = cells.mutablePointer
    layer.cell_tanh = isForInference ? nil : cellTanh.mutablePointer
    layer.last_cell = last.mutablePointer
    layer.output = output.mutablePointer
    call.forward(&layer) { ck_recurrence_f32($0, $1) }
    keepAlive(weights, bias, gates, before, cells, cellTanh, last, output)
    let saved = Saved(call: call, gates: gates, before: before, cells: cells, cellTanh: cellTanh)
    return (output, call.rows.unsorted(last), saved)
  }

  func backward(_ gradient: Tensor?, _ lastCell: Tensor?, saved: Saved) -> [Tensor?] {
    backward(gradient, lastCell, saved: saved, wanted: .all)
  }

  func backward(
    _ gradient: Tensor?, _ lastCell: Tensor?, saved: Saved, wanted: Wanted
  ) -> [Tensor?] {
    let call = saved.call
    let weights = call.packedWeights(transposed: false)
    var gates = Tensor.filled(saved.gates.shape) { _ in }
    var hidden = Tensor(zeros: call.start.shape)
    var cell = lastCell.map { call.rows.sorted($0) } ?? Tensor(zeros: call.start.shape)
    var layer = ck_recurrence()
    layer.kind = Int32(CK_LSTM)
    layer.hidden = call.hidden
    layer.weights = weights.pointer
    layer.gates = UnsafeMutablePointer(mutating: saved.gates.pointer)
    layer.memory = UnsafeMutablePointer(mutating: saved.cells.pointer)
    layer.cell_tanh = UnsafeMutablePointer(mutating: saved.cellTanh.pointer)
    layer.output_gradient = gradient?.pointer
    layer.gates_gradient = gates.mutablePointer
    layer.hidden_gradient = hidden.mutablePointer
    layer.cell_gradient = cell.mutablePointer
    call.rows.run { ck_recurrence_backward_f32($0, &layer) }
    keepAlive(weights, saved.gates, saved.cells, saved.cellTanh, gradient, gates, hidden, cell)
    return call.gradients(gates: gates, before: saved.before, wanted)
      + [call.rows.unsorted(hidden), call.rows.unsorted(cell)]
  }
}
