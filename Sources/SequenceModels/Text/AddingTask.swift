/// The adding problem (Hochreiter and Schmidhuber, 1997, section 5.4), in the form of Le, Jaitly and
/// Hinton (2015): among many numbers two are marked, and the answer at the end is their sum.
///
/// The numbers are uniform in [0, 1). One mark lies in the first half of the steps, one in the second,
/// each at a uniform place. **Chance**: the best answer without memory is always 1, whose mean squared
/// error is the variance of a sum of two such numbers, 1/6.
public struct AddingTask: Sendable {
  /// Mean squared error of always answering 1.
  public static let errorOfOne = 1.0 / 6

  /// The task.
  public init() {}

  /// Sequences of one length.
  public struct Batch: Sendable {
    /// Number and mark (0 or 1), `[batch, time, 2]`.
    public let inputs: Tensor
    /// The sum of the two marked numbers, `[batch, 1]`.
    public let targets: Tensor
  }

  /// Some sequences; fewer than two steps stop the program.
  public func batch(
    _ count: Int, length: Int, using generator: inout some RandomNumberGenerator
  ) -> Batch {
    require(
      count > 0 && length > 1,
      "AddingTask: \(count) sequences of \(length) steps; there must be one of two steps at least")
    var inputs: [Float] = []
    var targets: [Float] = []
    for _ in 0..<count {
      let first = generator.index(below: length / 2)
      let second = length / 2 + generator.index(below: length - length / 2)
      var sum: Float = 0
      for step in 0..<length {
        let value = Float(generator.unit())
        let isMarked = step == first || step == second
        if isMarked { sum += value }
        inputs += [value, isMarked ? 1 : 0]
      }
      targets.append(sum)
    }
    return Batch(
      inputs: Tensor(inputs, shape: [count, length, 2]),
      targets: Tensor(targets, shape: [count, 1]))
  }
}
