internal import CKernels

/// Draws a continuation of a prompt, token by token.
///
/// - Parameters:
///   - temperature: logits are divided by it; 0 always takes the most probable token.
///   - topK: only the K most probable tokens may be drawn (Fan et al., 2018).
public func sample(
  _ model: LanguageModel, prompt: [Int], length: Int, temperature: Float = 1, topK: Int? = nil,
  using generator: inout some RandomNumberGenerator
) -> [Int] {
  require(!prompt.isEmpty, "sample: the prompt is empty; at least one token is needed")
  require(temperature >= 0, "sample: the temperature \(temperature) is negative")
  var state = model.initialState(batch: 1)
  var input = prompt
  var tokens: [Int] = []
  while tokens.count < length {
    let (logits, next) = model([input], state, Tape(gradients: false))
    state = next
    let row = logits.step(input.count - 1).value.elements
    let token = draw(row, temperature: temperature, topK: topK, using: &generator)
    tokens.append(token)
    input = [token]
  }
  return tokens
}

private func draw(
  _ logits: [Float], temperature: Float, topK: Int?,
  using generator: inout some RandomNumberGenerator
) -> Int {
  let order = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
  guard temperature > 0 else { return order[0] }
  let kept = order.prefix(topK ?? logits.count)
  let top = logits[order[0]]
  let weights = kept.map { exponential(Double((logits[$0] - top) / temperature)) }
  return Array(kept)[generator.choice(weights)]
}
