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

  /// A layer with the weights of another, whose bias starts at 0: tied weights (Press and Wolf, 2017).
  public init(tiedTo weight: Parameter) {
    require(
      weight.value.shape.count == 2,
      "Linear: weights of shape \(weight.value.shape); they must be [outputSize, inputSize]")
    self.weight = weight
    bias = Parameter(Tensor(zeros: [weight.value.shape[0]]))
  }

  /// Weights and bias start uniform in ±1/√inputSize, as PyTorch's do.
  public init(
    _ inputSize: Int, _ outputSize: Int, using generator: inout some RandomNumberGenerator
  ) {
    require(
      inputSize > 0 && outputSize > 0,
      "Linear: input size \(inputSize) and output size \(outputSize) must be positive")
    let bound = 1 / Float(inputSize).squareRoot()
    weight = Parameter(
      Initializer.uniform([outputSize, inputSize], bound: bound, using: &generator))
    bias = Parameter(Initializer.uniform([outputSize], bound: bound, using: &generator))
  }

  /// Its parameters.
  public var children: Children { ["weight": weight, "bias": bias] }

  /// Applies the layer.
  public func callAsFunction(_ x: Variable) -> Variable { run(x, around: nil) }

  /// The same, plus what goes around the layer, if anything.
  func run(_ x: Variable, around residual: Variable?) -> Variable {
    let tape = x.tape ?? residual?.tape
    return x.linear(tape(weight), tape(bias), around: residual)
  }
}
