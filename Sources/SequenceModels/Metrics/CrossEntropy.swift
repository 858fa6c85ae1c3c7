extension AutoregressiveModel {
  /// Mean cross-entropy of a text, nats per token. Every token but the first is predicted once and
  /// counts the same; sums are in double precision.
  public func crossEntropy(of text: [Int]) -> Double { crossEntropy(of: text, time: 128) }

  /// The same, read `time` tokens at a step.
  ///
  /// - Parameters:
  ///   - strips: parts of the text that are read side by side, for speed; by default one per 512
  ///     tokens, at most 32.
  ///   - warmUp: tokens that each strip but the first reads before those it predicts.
  public func crossEntropy(
    of text: [Int], time: Int, strips: Int? = nil, warmUp: Int = 64
  ) -> Double {
    require(text.count > 1, "crossEntropy: a text of \(text.count) tokens has nothing to predict")
    require(
      time > 0 && (strips ?? 1) > 0 && warmUp >= 0,
      "crossEntropy: time \(time) and strips \(strips ?? 1) must be positive, warmUp \(warmUp) "
        + "not negative")
    let reading = StripReading(
      text, strips: strips ?? max(1, min(32, text.count / 512)), warmUp: warmUp)
    var state = initialState(batch: reading.strips.count)
    var sum = 0.0
    for start in stride(from: 0, to: reading.length, by: time) {
      let part = reading.part(start..<min(start + time, reading.length))
      let (logits, next) = self(part.inputs, state, nil)
      state = next
      sum += SoftmaxCrossEntropy.losses(logits.value, part.targets, weights: part.weights)
        .losses.reduce(0) { $0 + Double($1) }
    }
    return sum / Double(text.count - 1)
  }
}

/// A text cut into strips of nearly equal length, so that every token but the first is predicted in
/// exactly one of them.
struct StripReading {
  /// Where a strip starts to read, and the tokens that it predicts.
  struct Strip {
    var start: Int
    var predicted: Range<Int>
  }

  let strips: [Strip]
  /// Steps of the longest strip.
  let length: Int
  private let text: [Int]

  init(_ text: [Int], strips count: Int, warmUp: Int) {
    self.text = text
    let count = min(count, text.count - 1)
    let bounds = (0...count).map { 1 + $0 * (text.count - 1) / count }
    strips = (0..<count).map {
      Strip(start: max(0, bounds[$0] - 1 - warmUp), predicted: bounds[$0]..<bounds[$0 + 1])
    }
    length = strips.map { $0.predicted.upperBound - 1 - $0.start }.max() ?? 0
  }

  /// Some steps of all strips; a target that is another strip's, or beyond the end, has weight 0.
  func part(_ steps: Range<Int>) -> (inputs: [[Int]], targets: [Int], weights: [Float]) {
    let last = text.count - 1
    let inputs = strips.map { strip in steps.map { text[min(strip.start + $0, last)] } }
    let places = strips.flatMap { strip in steps.map { (strip, strip.start + $0 + 1) } }
    return (
      inputs, places.map { text[min($0.1, last)] },
      places.map { $0.0.predicted.contains($0.1) ? 1 : 0 }
    )
  }
}
