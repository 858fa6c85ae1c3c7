/// A running sum modulo k: at every step the answer is the sum of all digits so far, modulo k.
///
/// The digits are uniform in 0 ..< k, so the sum is uniform whatever one digit is left out: **chance** is
/// 1/k for everything that does not count all of them.
public struct RunningSumTask: Sendable {
  /// The modulus; 2 is parity.
  public let modulus: Int

  /// A task; a modulus below 2 stops the program.
  public init(modulus: Int) {
    require(modulus > 1, "RunningSumTask: modulus \(modulus) must be at least 2")
    self.modulus = modulus
  }

  /// Some sequences; every step counts.
  public func batch(
    _ count: Int, length: Int, using generator: inout some RandomNumberGenerator
  ) -> TokenBatch {
    require(count > 0 && length > 0, "RunningSumTask: \(count) sequences of \(length) steps")
    let inputs = (0..<count).map { _ in
      (0..<length).map { _ in generator.index(below: modulus) }
    }
    let targets = inputs.map { row in
      var sum = 0
      return row.map { digit in
        sum = (sum + digit) % modulus
        return sum
      }
    }
    return TokenBatch(
      inputs: inputs, targets: targets, weights: Array(repeating: 1, count: count * length))
  }
}
