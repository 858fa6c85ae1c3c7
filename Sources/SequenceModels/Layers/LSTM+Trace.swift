extension LSTM {
  /// What an LSTM did, step by step: `[time][hiddenSize]` each.
  public struct Trace: Sendable {
    /// i
    public var input: [[Float]] = []
    /// f
    public var forget: [[Float]] = []
    /// g
    public var candidate: [[Float]] = []
    /// o
    public var output: [[Float]] = []
    /// c
    public var cell: [[Float]] = []
    /// h
    public var hidden: [[Float]] = []
  }

  /// Every gate and the cell of one layer at every step, for one sequence `[1, time, inputSize]`.
  public func trace(_ x: Tensor, _ start: State? = nil, layer: Int = 0) -> Trace {
    require(
      x.shape.count == 3 && x.shape[0] == 1, "trace: the input is \(x.shape), not [1, time, size]")
    require(
      cells.indices.contains(layer), "trace: there is no layer \(layer) among \(cells.count)")
    let start = start ?? initialState(batch: 1)
    var sequence = Variable(x)
    for below in cells[..<layer].indices {
      let cell = cells[below]
      sequence =
        LSTMSequence()(
          [sequence] + cell.parameters.map { Variable($0.parameter.value) }
            + [start.hidden[below].detached, start.cell[below].detached]
        ).0
    }
    var state = LSTMCell.State(
      hidden: start.hidden[layer].detached, cell: start.cell[layer].detached)
    var trace = Trace()
    for step in 0..<x.shape[1] {
      let (next, gates) = cells[layer](sequence.step(step), state)
      state = next
      trace.input.append(gates.input.value.elements)
      trace.forget.append(gates.forget.value.elements)
      trace.candidate.append(gates.candidate.value.elements)
      trace.output.append(gates.output.value.elements)
      trace.cell.append(next.cell.value.elements)
      trace.hidden.append(next.hidden.value.elements)
    }
    return trace
  }
}
