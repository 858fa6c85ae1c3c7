/// A running sum with resets: at every step the answer is the sum of the values since the newest reset.
/// A sum of real numbers can only be kept by a cell that keeps all of itself, and a reset makes it
/// worthless at once.
public struct ResetTask: Sendable {
  /// The probability of a reset at a step.
  public let resetProbability: Double

  /// A task; values are uniform in ±0.5.
  public init(resetProbability: Double = 0.12) {
    require(
      resetProbability >= 0 && resetProbability < 1,
      "ResetTask: the reset probability \(resetProbability) is not in 0 ..< 1")
    self.resetProbability = resetProbability
  }

  /// Sequences of one length.
  public struct Batch: Sendable {
    /// Value and reset flag, `[batch, time, 2]`; the value at a reset is 0.
    public let inputs: Tensor
    /// The sum since the newest reset, `[batch, time, 1]`.
    public let targets: Tensor
    /// Where the resets are, `[batch][time]`.
    public let resets: [[Bool]]
  }

  /// Some sequences.
  public func batch(
    _ count: Int, length: Int, using generator: inout some RandomNumberGenerator
  ) -> Batch {
    require(count > 0 && length > 0, "ResetTask: \(count) sequences of \(length) steps")
    var inputs: [Float] = []
    var targets: [Float] = []
    var resets: [[Bool]] = []
    for _ in 0..<count {
      var sum: Float = 0
      var row: [Bool] = []
      for _ in 0..<length {
        let isReset = generator.unit() < resetProbability
        let value = isReset ? 0 : Float(generator.unit() - 0.5)
        sum = isReset ? 0 : sum + value
        inputs += [value, isReset ? 1 : 0]
        targets.append(sum)
        row.append(isReset)
      }
      resets.append(row)
    }
    return Batch(
      inputs: Tensor(inputs, shape: [count, length, 2]),
      targets: Tensor(targets, shape: [count, length, 1]), resets: resets)
  }
}
