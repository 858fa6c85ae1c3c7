internal import CKernels

/// An LSTM layer over a whole sequence (Hochreiter and Schmidhuber, 1997; forget gate: Gers et al., 2000).
///
///     i, f, o = σ(W x + U h + b)      g = tanh(W x + U h + b)
///     c′ = f ⊙ c + i ⊙ g              h′ = o ⊙ tanh c′
///
/// Inputs: x `[batch, time, feature]`, W `[4·hidden, feature]`, U `[4·hidden, hidden]`,
/// two biases `[4·hidden]`, h and c `[batch, hidden]`. Gates in PyTorch's order i, f, g, o.
/// Output: `[batch, time, 2·hidden]`, at every step h′ and then c′.
///
/// One matrix product for all inputs, one per step for the state, one for all weight gradients.
struct LSTMSequence: Operation {
  static let name = "lstm"

  struct Saved {
    var inputs: [Tensor]
    var gates: Tensor
    var cellTanh: Tensor
    var output: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let (x, w, u) = (inputs[0], inputs[1], inputs[2])
    let (h0, c0) = (inputs[5], inputs[6])
    require(
      x.shape.count == 3, "lstm: the input is \(x.shape); it must be [batch, time, feature]")
    let (batch, time, features, hidden) = (x.shape[0], x.shape[1], x.shape[2], u.shape[1])
    require(time > 0, "lstm: the sequence is empty; at least one step is needed")
    require(
      w.shape == [4 * hidden, features],
      "lstm: the input \(x.shape) has \(features) features, the layer expects \(w.shape[1])")
    require(
      h0.shape == [batch, hidden] && c0.shape == h0.shape,
      "lstm: the state is \(h0.shape) and \(c0.shape); it must be [\(batch), \(hidden)] twice")
    var gates = Tensor.filled([batch, time, 4 * hidden]) {
      ck_gemm_f32(
        0, 1, batch * time, 4 * hidden, features, x.pointer, features, w.pointer, features, 0, $0,
        4 * hidden)
    }
    let g = gates.mutablePointer
    let bias = inputs[3].combined(with: inputs[4]) { $0 + $1 }
    for row in 0..<(batch * time) {
      ck_add_f32(4 * hidden, g + row * 4 * hidden, bias.pointer, g + row * 4 * hidden)
    }
    var cellTanh = Tensor(zeros: [batch, time, hidden])
    var output = Tensor(zeros: [batch, time, 2 * hidden])
    let (t, o) = (cellTanh.mutablePointer, output.mutablePointer)
    let (gateStride, outStride, tanhStride) = (time * 4 * hidden, time * 2 * hidden, time * hidden)
    for step in 0..<time {
      let first = step == 0
      let before = o + (step - 1) * 2 * hidden
      let h = first ? h0.pointer : UnsafePointer(before)
      let c = first ? c0.pointer : UnsafePointer(before + hidden)
      let stateStride = first ? hidden : outStride
      ck_gemm_f32(
        0, 1, batch, 4 * hidden, hidden, h, stateStride, u.pointer, hidden, 1,
        g + step * 4 * hidden, gateStride)
      let here = o + step * 2 * hidden
      ck_lstm_step_f32(
        batch, hidden, g + step * 4 * hidden, gateStride, c, stateStride, here + hidden, outStride,
        t + step * hidden, tanhStride, here, outStride)
    }
    return (output, Saved(inputs: inputs, gates: gates, cellTanh: cellTanh, output: output))
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    let (x, w, u) = (saved.inputs[0], saved.inputs[1], saved.inputs[2])
    let (h0, c0) = (saved.inputs[5], saved.inputs[6])
    let (batch, time, features, hidden) = (x.shape[0], x.shape[1], x.shape[2], u.shape[1])
    var gates = saved.gates
    let g = gates.mutablePointer
    let o = saved.output.pointer
    var hGradient = Tensor(zeros: [batch, hidden])
    var cGradient = Tensor(zeros: [batch, hidden])
    var previous = Tensor(zeros: [batch, time, hidden])
    let (dh, dc, p) = (
      hGradient.mutablePointer, cGradient.mutablePointer, previous.mutablePointer
    )
    let (gateStride, outStride, tanhStride) = (time * 4 * hidden, time * 2 * hidden, time * hidden)
    for step in stride(from: time - 1, through: 0, by: -1) {
      let first = step == 0
      for row in 0..<batch {
        let from = gradient.pointer + row * outStride + step * 2 * hidden
        ck_add_f32(hidden, dh + row * hidden, from, dh + row * hidden)
        ck_add_f32(hidden, dc + row * hidden, from + hidden, dc + row * hidden)
        (p + (row * time + step) * hidden).update(
          from: first ? h0.pointer + row * hidden : o + row * outStride + (step - 1) * 2 * hidden,
          count: hidden)
      }
      let c = first ? c0.pointer : o + (step - 1) * 2 * hidden + hidden
      ck_lstm_step_backward_f32(
        batch, hidden, g + step * 4 * hidden, gateStride, c, first ? hidden : outStride,
        saved.cellTanh.pointer + step * hidden, tanhStride, dh, hidden, dc, hidden)
      ck_gemm_f32(
        0, 0, batch, hidden, 4 * hidden, g + step * 4 * hidden, gateStride, u.pointer, hidden, 0,
        dh,
        hidden)
    }
    let rows = batch * time
    let dx = Tensor.filled(x.shape) {
      ck_gemm_f32(
        0, 0, rows, features, 4 * hidden, g, 4 * hidden, w.pointer, features, 0, $0, features)
    }
    let dw = Tensor.filled(w.shape) {
      ck_gemm_f32(
        1, 0, 4 * hidden, features, rows, g, 4 * hidden, x.pointer, features, 0, $0, features)
    }
    let du = Tensor.filled(u.shape) {
      ck_gemm_f32(1, 0, 4 * hidden, hidden, rows, g, 4 * hidden, p, hidden, 0, $0, hidden)
    }
    let db = gates.summedOverRows()
    return [dx, dw, du, db, db, hGradient, cGradient]
  }
}
