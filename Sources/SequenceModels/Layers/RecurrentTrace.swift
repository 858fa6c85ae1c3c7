/// What a recurrent cell did, step by step. Every signal is `[time][hiddenSize]`, so that one figure
/// serves all cells:
///
///     for (name, values) in gru.trace(x).signals { show(Heatmap(values, title: name)) }
public protocol RecurrentTrace: Sendable {
  /// The cell that is traced.
  associatedtype Cell: RecurrentCell
  /// No step yet.
  init()
  /// One more step.
  mutating func append(_ state: Cell.State, _ gates: Cell.Gates)
  /// h
  var hidden: [[Float]] { get }
  /// Every gate, and then the state, by name.
  var signals: [(name: String, values: [[Float]])] { get }
}

extension StackedRecurrence {
  /// Every gate and the state of one layer at every step, for one sequence `[1, time, inputSize]`.
  ///
  /// - Parameter reversed: the cell of a bidirectional layer that reads backward; the trace is in the
  ///   order of its reading: its first step is the sequence's last.
  public func trace(
    _ x: Tensor, _ start: State? = nil, layer: Int = 0, reversed: Bool = false
  ) -> Trace {
    require(
      x.shape.count == 3 && x.shape[0] == 1, "trace: the input is \(x.shape), not [1, time, size]")
    require(
      layer >= 0 && layer < layerCount, "trace: there is no layer \(layer) among \(layerCount)")
    require(
      !reversed || bidirectional, "trace: the layers are not bidirectional; leave reversed out")
    var states = cellStates(start?.detached, batch: 1)
    var sequence = Variable(x)
    for below in 0..<layer { sequence = run(below, sequence, &states) }
    let place = layer * directions + (reversed ? 1 : 0)
    var state = states[place]
    var trace = Trace()
    let steps = Array(0..<x.shape[1])
    for step in reversed ? steps.reversed() : steps {
      // Without a tape: parameters and inputs are plain values.
      let (next, gates) = cells[place](sequence.step(step), state)
      state = next
      trace.append(next, gates)
    }
    return trace
  }
}
