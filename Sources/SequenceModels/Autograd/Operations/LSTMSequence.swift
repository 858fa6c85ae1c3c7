internal import CKernels

/// An LSTM layer over a whole sequence (Hochreiter and Schmidhuber, 1997; forget gate: Gers et al., 2000).
///
///     i, f, o = σ(W x + U h + b)      g = tanh(W x + U h + b)
///     c′ = f ⊙ c + i ⊙ g              h′ = o ⊙ tanh c′
///
/// Inputs: x `[batch, time, feature]`, W `[4·hidden, feature]`, U `[4·hidden, hidden]`,
/// two biases `[4·hidden]`, h and c `[batch, hidden]`. Gates in PyTorch's order i, f, g, o.
/// Output: every h′ `[batch, time, hidden]`, and the last c′ `[batch, hidden]`.
///
/// One matrix product for all inputs, one per step for the state, one for all weight gradients.
struct LSTMSequence: PairOperation {
  static let name = "lstm"

  struct Saved {
    var inputs: [Tensor]
    /// Activations, `[batch, time, 4·hidden]`.
    var gates: Tensor
    /// c before each step, `[batch, time, hidden]`.
    var cells: Tensor
    /// tanh c after each step.
    var cellTanh: Tensor
    var output: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, second: Tensor, saved: Saved) {
    let sizes = Sizes(inputs)
    let (batch, time, hidden) = (sizes.batch, sizes.time, sizes.hidden)
    let (h0, c0) = (inputs[5], inputs[6])
    let (row, wide) = (time * hidden, time * 4 * hidden)  // from one sequence to the next
    let packed = pack(inputs[2], transposed: true)
    var gates = inputGates(inputs, sizes)
    var cells = Tensor.filled([batch, time, hidden]) { _ in }
    var last = Tensor.filled([batch, hidden]) { _ in }
    var cellTanh = Tensor.filled([batch, time, hidden]) { _ in }
    var output = Tensor.filled([batch, time, hidden]) { _ in }
    let (g, c, t) = (gates.mutablePointer, cells.mutablePointer, cellTanh.mutablePointer)
    let (o, end) = (output.mutablePointer, last.mutablePointer)
    for r in 0..<batch { (c + r * row).update(from: c0.pointer + r * hidden, count: hidden) }
    for step in 0..<time {
      let here = step * hidden
      let isLast = step == time - 1
      ck_gemm_packed_f32(
        0, batch, 4 * hidden, hidden, step == 0 ? h0.pointer : UnsafePointer(o + here - hidden),
        step == 0 ? hidden : row, packed.pointer, 1, g + 4 * here, wide)
      ck_lstm_step_f32(
        batch, hidden, g + 4 * here, wide, c + here, row, isLast ? end : c + here + hidden,
        isLast ? hidden : row, t + here, row, o + here, row)
    }
    let saved = Saved(
      inputs: inputs, gates: gates, cells: cells, cellTanh: cellTanh, output: output)
    return (output, last, saved)
  }

  /// W x + b of every step, `[batch, time, 4·hidden]`.
  private func inputGates(_ inputs: [Tensor], _ sizes: Sizes) -> Tensor {
    let (x, w) = (inputs[0], inputs[1])
    let (rows, wide) = (sizes.batch * sizes.time, 4 * sizes.hidden)
    let bias = inputs[3].combined(with: inputs[4]) { $0 + $1 }
    return Tensor.filled([sizes.batch, sizes.time, wide]) { to in
      for row in 0..<rows { (to + row * wide).update(from: bias.pointer, count: wide) }
      ck_gemm_f32(
        0, 1, rows, wide, sizes.features, x.pointer, sizes.features, w.pointer, sizes.features, 1,
        to, wide)
    }
  }

  func backward(_ gradient: Tensor?, _ lastCell: Tensor?, saved: Saved) -> [Tensor?] {
    backward(gradient, lastCell, saved: saved, wanted: .all)
  }

  func backward(
    _ gradient: Tensor?, _ lastCell: Tensor?, saved: Saved, wanted: Wanted
  ) -> [Tensor?] {
    let sizes = Sizes(saved.inputs)
    let (batch, time, hidden) = (sizes.batch, sizes.time, sizes.hidden)
    let (row, wide) = (time * hidden, time * 4 * hidden)
    let packed = pack(saved.inputs[2], transposed: false)
    // The gradient of the pre-activations: the kernel writes it over a copy of each step's gates.
    var gates = Tensor.filled(saved.gates.shape) { _ in }
    var hidden̄ = Tensor(zeros: [batch, hidden])
    var cell̄ = lastCell ?? Tensor(zeros: [batch, hidden])
    let (g, h̄, c̄) = (gates.mutablePointer, hidden̄.mutablePointer, cell̄.mutablePointer)
    for step in stride(from: time - 1, through: 0, by: -1) {
      let here = step * hidden
      for r in 0..<batch {
        let place = r * wide + 4 * here
        (g + place).update(from: saved.gates.pointer + place, count: 4 * hidden)
        if let gradient {
          ck_add_f32(hidden, h̄ + r * hidden, gradient.pointer + r * row + here, h̄ + r * hidden)
        }
      }
      ck_lstm_step_backward_f32(
        batch, hidden, g + 4 * here, wide, saved.cells.pointer + here, row,
        saved.cellTanh.pointer + here, row, h̄, hidden, c̄, hidden)
      ck_gemm_packed_f32(
        0, batch, hidden, 4 * hidden, g + 4 * here, wide, packed.pointer, 0, h̄, hidden)
    }
    return weightGradients(gates, saved, sizes, wanted) + [hidden̄, cell̄]
  }

  /// Gradients of x, W, U and both biases from those of all pre-activations.
  private func weightGradients(
    _ gates: Tensor, _ saved: Saved, _ sizes: Sizes, _ wanted: Wanted
  ) -> [Tensor?] {
    let (x, w, u) = (saved.inputs[0], saved.inputs[1], saved.inputs[2])
    let (rows, hidden, features) = (sizes.batch * sizes.time, sizes.hidden, sizes.features)
    let before = hiddenBefore(saved, sizes)
    let (g, wide) = (gates.pointer, 4 * hidden)
    let x̄ =
      !wanted[0]
      ? nil
      : Tensor.filled(x.shape) {
        ck_gemm_f32(0, 0, rows, features, wide, g, wide, w.pointer, features, 0, $0, features)
      }
    let w̄ = Tensor.filled(w.shape) {
      ck_gemm_f32(1, 0, wide, features, rows, g, wide, x.pointer, features, 0, $0, features)
    }
    let ū = Tensor.filled(u.shape) {
      ck_gemm_f32(1, 0, wide, hidden, rows, g, wide, before.pointer, hidden, 0, $0, hidden)
    }
    let bias = gates.summed(to: [wide])
    return [x̄, w̄, ū, bias, bias]
  }

  /// h before each step, `[batch, time, hidden]`.
  private func hiddenBefore(_ saved: Saved, _ sizes: Sizes) -> Tensor {
    let (hidden, row) = (sizes.hidden, sizes.time * sizes.hidden)
    let (h0, output) = (saved.inputs[5], saved.output)
    return Tensor.filled(output.shape) { to in
      for r in 0..<sizes.batch {
        (to + r * row).update(from: h0.pointer + r * hidden, count: hidden)
        (to + r * row + hidden).update(from: output.pointer + r * row, count: row - hidden)
      }
    }
  }

  private func pack(_ u: Tensor, transposed: Bool) -> Tensor {
    let (n, k) = transposed ? (u.shape[0], u.shape[1]) : (u.shape[1], u.shape[0])
    return Tensor.filled([ck_gemm_packed_size(n, k)]) {
      ck_gemm_pack_f32(transposed ? 1 : 0, n, k, u.pointer, u.shape[1], $0)
    }
  }

  /// The sizes of a call; wrong ones stop the program.
  private struct Sizes {
    var batch: Int, time: Int, features: Int, hidden: Int

    init(_ inputs: [Tensor]) {
      let (x, w, h, c) = (inputs[0].shape, inputs[1].shape, inputs[5].shape, inputs[6].shape)
      require(x.count == 3, "lstm: the input is \(x); it must be [batch, time, feature]")
      (batch, time, features, hidden) = (x[0], x[1], x[2], inputs[2].shape[1])
      require(time > 0, "lstm: the sequence is empty; at least one step is needed")
      require(
        w == [4 * hidden, features],
        "lstm: the input \(x) has \(features) features, the layer expects \(w[1])")
      require(
        h == [batch, hidden] && c == h,
        "lstm: the state is \(h) and \(c); it must be [\(batch), \(hidden)] twice")
    }
  }
}
