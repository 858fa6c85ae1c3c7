internal import CKernels

extension LSTMCell {
  /// Whether a call is one step of decoding: no gradient is wanted and the widths fit the kernel.
  func isPlainStep(_ x: Variable, _ state: State) -> Bool {
    x.shape.count == 3 && x.shape[1] == 1 && x.tape == nil && state.hidden.tape == nil
      && state.cell.tape == nil && hiddenSize % Int(CK_LSTM_STEP_UNITS) == 0
  }

  /// One step for decoding: x `[batch, 1, inputSize]` to h′ `[batch, 1, hiddenSize]` and the next
  /// state, with the bits of the fused sequence and nothing kept for backward.
  func step(_ x: Variable, _ state: State) -> (output: Variable, state: State) {
    let batch = x.shape[0]
    let shape = [batch, hiddenSize]
    require(
      x.shape[2] == inputSize,
      "lstm: the input \(x.shape) has \(x.shape[2]) features, the layer expects \(inputSize)")
    require(
      state.hidden.shape == shape && state.cell.shape == shape,
      "lstm: the state is \(state.hidden.shape) and \(state.cell.shape); it must be \(shape) twice")
    let input = inputWeight.value.packedOperand(transposed: true)
    let hidden = hiddenWeight.value.packedOperand(transposed: true)
    var nextHidden = Tensor.filled(shape) { _ in }
    var nextCell = Tensor.filled(shape) { _ in }
    var step = ck_lstm_step(
      rows: batch, inputs: inputSize, hidden: hiddenSize, x: x.value.pointer,
      h: state.hidden.value.pointer, c: state.cell.value.pointer, input_weights: input.pointer,
      hidden_weights: hidden.pointer, input_bias: inputBias.value.pointer,
      hidden_bias: hiddenBias.value.pointer, h_next: nextHidden.mutablePointer,
      c_next: nextCell.mutablePointer)
    ck_lstm_step_f32(&step)
    keepAlive(x.value, state.hidden.value, state.cell.value, input, hidden, nextHidden, nextCell)
    return (
      Variable(nextHidden.reshaped([batch, 1, hiddenSize])),
      State(hidden: Variable(nextHidden), cell: Variable(nextCell))
    )
  }
}
