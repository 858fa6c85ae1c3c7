/// Draws a token with probability softmax(logits / temperature), among the `topK` most probable and
/// among the nucleus `topP`, and of those left in proportion.
///
/// - Parameters:
///   - temperature: 0 takes the most probable token; of equal ones the first.
///   - topK: only the K most probable tokens may be drawn (Fan et al., 2018).
///   - topP: only the fewest most probable tokens that have this probability together, after
///     temperature and `topK`, may be drawn (Holtzman et al., 2020, nucleus sampling).
public func draw(
  _ logits: [Float], temperature: Float = 1, topK: Int? = nil, topP: Double? = nil,
  using generator: inout some RandomNumberGenerator
) -> Int {
  require(
    !logits.isEmpty && logits.allSatisfy { !$0.isNaN },
    "draw: \(logits.count) logits, of which \(logits.filter(\.isNaN).count) are not numbers")
  require(!(temperature < 0), "draw: the temperature \(temperature) is negative")
  require(
    temperature.isFinite, "draw: the temperature is \(temperature); it must be a finite number")
  require((topK ?? 1) > 0, "draw: topK is \(topK ?? 1); it must be at least 1")
  require(
    (topP ?? 1) > 0 && (topP ?? 1) <= 1,
    "draw: topP is \(topP ?? 1); it must be more than 0 and at most 1")
  let largest = logits.max() ?? 0
  require(
    largest.isFinite,
    largest > 0
      ? "draw: a logit is infinite; the model's weights or state are not finite"
      : "draw: all \(logits.count) logits are −∞, so that no token has a probability"
  )
  guard temperature > 0 else {
    return logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
  }
  let order = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
  var kept = Array(order.prefix(topK ?? logits.count))
  let top = Double(largest)
  var weights = kept.map { exponential((Double(logits[$0]) - top) / Double(temperature)) }
  if let topP {
    let enough = topP * weights.reduce(0, +)
    var sum = 0.0
    let size =
      1
      + (weights.firstIndex { weight in
        sum += weight; return sum >= enough
      } ?? 0)
    (kept, weights) = (Array(kept.prefix(size)), Array(weights.prefix(size)))
  }
  return kept[generator.choice(weights)]
}
