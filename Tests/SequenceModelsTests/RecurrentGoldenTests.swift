import Testing

@testable import SequenceModels

@Suite struct RecurrentGoldenTests {
  @Test(
    "Two layers in both directions over uneven lengths are PyTorch's",
    arguments: [
      (RecurrentKind.tanh, "rnn-tanh"), (.relu, "rnn-relu"), (.gru, "gru"),
      (.lstm, "lstm-bidirectional"),
    ])
  func layersEqualPyTorch(kind: RecurrentKind, file: String) throws {
    let golden = try Golden(file)
    func check<Layer: StackedRecurrence>(_ layer: Layer) throws {
      try golden.load(into: layer, prefix: "")
      let lengths = try golden["lengths"].elements.map { Int($0) }
      var start = layer.initialState(batch: 4)
      start.hidden = try golden.layers("h start").map { Variable($0) }
      if var lstm = start as? LSTM.State {
        lstm.cell = try golden.layers("c start").map { Variable($0) }
        start = try #require(lstm as? Layer.State)
      }
      let x = Tape().variable(try golden["x"])
      let (output, last) = layer(x, start, lengths: lengths)
      let cells = (last as? LSTM.State)?.cell ?? []
      var loss = (output * Variable(try golden["projection"])).sum()
      for h in last.hidden { loss = loss + (h * h).sum() }
      for c in cells { loss = loss + (c * c).sum() * 2 }
      loss.backward()
      try golden.expect(output.value, "output")
      try golden.expect(layers: last.hidden, "h last")
      if !cells.isEmpty { try golden.expect(layers: cells, "c last") }
      try golden.expect(try #require(x.gradient), "gradient x")
      for (name, parameter) in layer.parameters {
        try golden.expect(try #require(parameter.gradient), "gradient \(name)")
      }
      let step = layer(Variable(try golden["step x"]))
      try golden.expect(step.output.value, "step output")
      try golden.expect(layers: step.state.hidden, "h step")
    }
    try check(kind.layer(2, 3, layers: 2, bidirectional: true))
  }

  @Test("A GRU whose reset gate acts before the product has the values of its equations")
  func resetBeforeProduct() throws {
    let golden = try Golden("gru-reset-before")
    var generator = SplitMix64(seed: 1)
    let gru = GRU(2, 3, reset: .beforeProduct, using: &generator)
    try golden.load(into: gru, prefix: "")
    let x = Tape().variable(try golden["x"])
    let start = HiddenState(hidden: try golden.layers("h start").map { Variable($0) })
    let output = gru(x, start).output
    output.backward(seed: try golden["projection"])
    try golden.expect(output.value, "output")
    try golden.expect(try #require(x.gradient), "gradient x")
    for (name, parameter) in gru.parameters {
      try golden.expect(try #require(parameter.gradient), "gradient \(name)")
    }
  }
}

extension Golden {
  fileprivate func expect(layers found: [Variable], _ name: String) throws {
    let expected = try layers(name)
    #expect(found.count == expected.count)
    for (value, expected) in zip(found, expected) {
      #expect(relativeError(value.value.elements, expected.elements) < 1e-4, "\(name)")
    }
  }
}
