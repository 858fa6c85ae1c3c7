import Testing

@testable import SequenceModels

@Suite struct LSTMTests {
  @Test("The fused LSTM gives the values and gradients of the composed cell", arguments: [1, 2, 7])
  func fusedEqualsComposed(time: Int) throws {
    var generator = SplitMix64(seed: 11)
    let lstm = LSTM(3, 5, forgetBias: 1, using: &generator)
    let cell = lstm.cells[0]
    let x = random([2, time, 3], seed: 12)
    let seed = random([2, time, 5], seed: 13)
    let (h, c) = (random([2, 5], seed: 14), random([2, 5], seed: 15))

    let tape = Tape()
    let input = tape.variable(x)
    let fused = lstm(input, LSTM.State(hidden: [Variable(h)], cell: [Variable(c)]))
    fused.output.backward(seed: seed)
    let gradients = try lstm.parameters.map { try #require($0.parameter.gradient) }
    lstm.clearGradients()

    let plain = Tape()
    let plainInput = plain.variable(x)
    let seeds = plain.constant(seed)
    var state = LSTMCell.State(hidden: plain.constant(h), cell: plain.constant(c))
    var loss: Variable?
    for step in 0..<time {
      state = cell(plainInput.step(step), state).state
      let part = (state.hidden * seeds.step(step)).sum()
      loss = loss.map { $0 + part } ?? part
      let values = fused.output.detached.step(step).value
      #expect(relativeError(values.elements, state.hidden.value.elements) < 1e-6)
    }
    try #require(loss).backward()

    #expect(relativeError(fused.state.cell[0].value.elements, state.cell.value.elements) < 1e-6)
    let (a, b) = (try #require(input.gradient), try #require(plainInput.gradient))
    #expect(relativeError(a.elements, b.elements) < 1e-5)
    for (index, (name, parameter)) in lstm.parameters.enumerated() {
      let composed = try #require(parameter.gradient)
      #expect(relativeError(gradients[index].elements, composed.elements) < 1e-5, "\(name)")
    }
  }

  @Test("A sequence in two halves, the state carried, equals the whole")
  func carriedStateEqualsTheWhole() {
    var generator = SplitMix64(seed: 16)
    let model = LanguageModel(
      vocabularySize: 6, embeddingSize: 3, hiddenSize: 5, layers: 2, using: &generator)
    let tokens = [[0, 1, 2, 3, 4, 5], [5, 3, 1, 1, 0, 2]]
    let start = model.initialState(batch: 2)
    let whole = model(tokens, start).logits
    let first = model(tokens.map { Array($0.prefix(2)) }, start)
    let rest = model(tokens.map { Array($0.suffix(4)) }, first.state).logits
    for step in 0..<4 {
      #expect(whole.step(step + 2).value == rest.step(step).value)
    }
  }
}

/// |a − b| / |b|
func relativeError(_ a: [Float], _ b: [Float]) -> Double {
  guard a.count == b.count else { return .infinity }
  let difference = zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
  let size = b.reduce(0.0) { $0 + Double($1) * Double($1) }
  return (difference / max(size, 1e-30)).squareRoot()
}
