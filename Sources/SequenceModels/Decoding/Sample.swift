/// Draws a continuation of a prompt, token by token.
///
/// - Parameters:
///   - temperature: logits are divided by it; 0 always takes the most probable token (greedy), 1 draws
///     from the model's own distribution (ancestral).
///   - topK: only the K most probable tokens may be drawn (Fan et al., 2018).
/// - Returns: the new tokens, without the prompt.
public func sample(
  _ model: some AutoregressiveModel, prompt: [Int], length: Int, temperature: Float = 1,
  topK: Int? = nil, using generator: inout some RandomNumberGenerator
) -> [Int] {
  require(!prompt.isEmpty, "sample: the prompt is empty; at least one token is needed")
  var state = model.initialState(batch: 1)
  var input = prompt
  var tokens: [Int] = []
  while tokens.count < length {
    let (logits, next) = model([input], state, nil)
    state = next
    let token = draw(
      logits.step(input.count - 1).value.elements, temperature: temperature, topK: topK,
      using: &generator)
    tokens.append(token)
    input = [token]
  }
  return tokens
}

/// Draws a token with probability softmax(logits / temperature), among the `topK` most probable.
///
/// With temperature 0 the most probable token; of equal ones the first.
public func draw(
  _ logits: [Float], temperature: Float = 1, topK: Int? = nil,
  using generator: inout some RandomNumberGenerator
) -> Int {
  require(
    !logits.isEmpty && logits.allSatisfy { !$0.isNaN },
    "draw: \(logits.count) logits, of which \(logits.filter(\.isNaN).count) are not numbers")
  require(temperature >= 0, "draw: the temperature \(temperature) is negative")
  require((topK ?? 1) > 0, "draw: topK is \(topK ?? 1); it must be at least 1")
  let order = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
  guard temperature > 0 else { return order[0] }
  let kept = Array(order.prefix(topK ?? logits.count))
  let top = Double(logits[order[0]])
  let weights = kept.map { exponential((Double(logits[$0]) - top) / Double(temperature)) }
  return kept[generator.choice(weights)]
}
