/// Drops elements at random in training (Srivastava et al., 2014).
public struct Dropout: Layer {
  /// The probability that an element becomes 0.
  public let probability: Float

  /// A layer without parameters.
  public init(_ probability: Float) {
    require(
      probability >= 0 && probability < 1,
      "Dropout: the probability \(probability) is not in 0 ..< 1")
    self.probability = probability
  }

  /// None.
  public var children: Children { [:] }

  /// Drops elements of `x` (any shape) and scales the others by 1 / (1 − probability).
  public func callAsFunction(
    _ x: Variable, using generator: inout some RandomNumberGenerator
  ) -> Variable {
    x.dropout(probability, using: &generator)
  }
}
