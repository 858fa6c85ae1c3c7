/// A running sum with resets: at every step the answer is the sum of the symbols since the newest
/// reset, modulo their count. What came before a reset must be forgotten at once.
public struct ResetTask: Sendable {
  /// How many symbols there are beside the reset.
  public let symbols: Int
  /// The probability of a reset at a step.
  public let resetProbability: Double

  /// A task of some symbols.
  public init(symbols: Int = 4, resetProbability: Double = 0.12) {
    require(symbols > 1, "ResetTask: \(symbols) symbols; at least two are needed")
    self.symbols = symbols
    self.resetProbability = resetProbability
  }

  /// The token that means reset.
  public var reset: Int { symbols }
  /// The count of different inputs.
  public var vocabularySize: Int { symbols + 1 }

  /// Inputs and, step by step, the sum since the newest reset, modulo `symbols`.
  public func sequence(
    length: Int, using generator: inout some RandomNumberGenerator
  ) -> (inputs: [Int], targets: [Int]) {
    var inputs: [Int] = []
    var targets: [Int] = []
    var sum = 0
    for _ in 0..<length {
      if generator.unit() < resetProbability {
        inputs.append(reset)
        sum = 0
      } else {
        let symbol = generator.index(below: symbols)
        inputs.append(symbol)
        sum = (sum + symbol) % symbols
      }
      targets.append(sum)
    }
    return (inputs, targets)
  }

  /// The inputs as one-hot vectors, `[batch, time, vocabularySize]`.
  public func oneHot(_ batch: [[Int]]) -> Tensor {
    let elements = batch.flatMap { row in
      row.flatMap { token in (0..<vocabularySize).map { $0 == token ? Float(1) : 0 } }
    }
    return Tensor(elements, shape: [batch.count, batch.first?.count ?? 0, vocabularySize])
  }
}
