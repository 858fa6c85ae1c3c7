extension StackedRecurrence {
  /// ∂L/∂h_t of every step, `[batch, hiddenSize]` each: how strongly the loss still depends on what the
  /// layer held at that step, on all paths (Bengio, Simard and Frasconi, 1994).
  ///
  ///     rnn.hiddenStateGradients(x) { h in (h.step(49) * target).sum() }
  ///
  /// The cell is run step by step on a tape. Gradients of the layer's parameters are left as they were.
  ///
  /// - Parameters:
  ///   - x: `[batch, time, inputSize]`.
  ///   - layer: whose h; the topmost if not given.
  ///   - loss: from the output `[batch, time, outputSize]` to a single number.
  public func hiddenStateGradients(
    _ x: Tensor, _ start: State? = nil, layer: Int? = nil, loss: (Variable) -> Variable
  ) -> [Tensor] {
    let layer = layer ?? layerCount - 1
    require(
      x.shape.count == 3, "hiddenStateGradients: the input is \(x.shape), not [batch, time, size]")
    require(
      !bidirectional && layer >= 0 && layer < layerCount,
      "hiddenStateGradients: layer \(layer) of \(layerCount)\(bidirectional ? " in two directions" : "")"
        + "; layers are numbered from 0 and must read in one direction")
    let before = parameters.map(\.parameter.gradient)
    let tape = Tape()
    var states = cellStates(start?.detached, batch: x.shape[0])
    var sequence = tape.constant(x)
    for below in 0..<layer { sequence = run(below, sequence, &states) }
    var hidden: [Variable] = []
    for step in 0..<x.shape[1] {
      states[layer] = cells[layer](sequence.step(step), states[layer]).state
      hidden.append(states[layer].hidden.keepingGradient())
    }
    sequence = stack(hidden)
    for above in (layer + 1)..<max(layerCount, layer + 1) {
      sequence = run(above, sequence, &states)
    }
    loss(sequence).backward()
    for (part, gradient) in zip(parameters, before) {
      part.parameter.clearGradient()
      if let gradient { part.parameter.accumulate(gradient) }
    }
    // A step that the loss cannot reach has no gradient.
    return hidden.map { $0.gradient ?? Tensor(zeros: $0.shape) }
  }

  /// ‖∂L/∂h_t‖ of every step, over the whole batch; see `hiddenStateGradients`.
  public func hiddenStateGradientNorms(
    _ x: Tensor, _ start: State? = nil, layer: Int? = nil, loss: (Variable) -> Variable
  ) -> [Double] {
    hiddenStateGradients(x, start, layer: layer, loss: loss).map { gradient in
      gradient.elements.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
  }
}
