/// Draws a continuation of a prompt, token by token.
///
/// - Parameters:
///   - end: the token after which the continuation stops; it is not returned.
///   - temperature: logits are divided by it; 0 always takes the most probable token (greedy), 1 draws
///     from the model's own distribution (ancestral).
///   - topK: only the K most probable tokens may be drawn (Fan et al., 2018).
///   - topP: only the nucleus of this probability may be drawn (Holtzman et al., 2020).
/// - Returns: the new tokens, without the prompt.
public func sample(
  _ model: some AutoregressiveModel, prompt: [Int], length: Int, end: Int? = nil,
  temperature: Float = 1, topK: Int? = nil, topP: Double? = nil,
  using generator: inout some RandomNumberGenerator
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
      topP: topP, using: &generator)
    if token == end { break }
    tokens.append(token)
    input = [token]
  }
  return tokens
}

/// Draws a sequence from any decoder, for every row of its state.
///
/// - Parameter starts: the token that the first step reads, per row.
/// - Returns: the tokens of each row, without start and end.
public func sample<Decoder: StepDecoder>(
  _ decoder: Decoder, from state: Decoder.State, starts: [Int], end: Int? = nil, length: Int,
  temperature: Float = 1, topK: Int? = nil, topP: Double? = nil,
  using generator: inout some RandomNumberGenerator
) -> [[Int]] {
  var found = starts.map { _ in [Int]() }
  decode(decoder, from: state, starts: starts, end: end, length: length) { row, scores in
    let token = draw(
      Array(scores), temperature: temperature, topK: topK, topP: topP, using: &generator)
    if token != end { found[row].append(token) }
    return token
  }
  return found
}
