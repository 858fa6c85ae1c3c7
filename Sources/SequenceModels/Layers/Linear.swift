/// A linear layer.
///
///     y = x Wᵀ + b
///
/// x `[…, inputSize]`, W `[outputSize, inputSize]`, y `[…, outputSize]`.
public struct Linear: Layer {
  /// W, `[outputSize, inputSize]`.
  public let weight: Parameter
  /// b, `[outputSize]`.
  public let bias: Parameter

  /// Weights and bias start uniform in ±1/√inputSize, as PyTorch's do.
  public init(
    _ inputSize: Int, _ outputSize: Int, using generator: inout some RandomNumberGenerator
  ) {
    let bound = 1 / Float(inputSize).squareRoot()
    weight = Parameter(
      Initializer.uniform([outputSize, inputSize], bound: bound, using: &generator))
    bias = Parameter(Initializer.uniform([outputSize], bound: bound, using: &generator))
  }

  /// Its parameters.
  public var parameters: [(name: String, parameter: Parameter)] {
    [("weight", weight), ("bias", bias)]
  }

  /// Applies the layer.
  public func callAsFunction(_ x: Variable) -> Variable {
    x.matmul(x.tape(weight), transposed: true) + x.tape(bias)
  }
}
