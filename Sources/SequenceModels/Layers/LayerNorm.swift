/// Layer normalisation (Ba, Kiros and Hinton, 2016): every row gets mean 0 and variance 1, then a scale
/// and a shift that are learned.
///
///     y = γ ⊙ (x − mean x) / √(var x + ε) + β
///
/// x and y `[…, size]`. With c = size/16 + 5, A the largest |x| of the row, s = √(var x + ε) and
/// z = (x − mean x) / s the error of y is at most 2⁻²⁴ (|γ| (c A/s + |z| (c + 12)/2) + |y|).
public struct LayerNorm: Layer {
  /// γ, `[size]`.
  public let weight: Parameter
  /// β, `[size]`.
  public let bias: Parameter
  /// ε
  public let epsilon: Float

  /// γ starts at 1, β at 0; ε is PyTorch's.
  public init(_ size: Int, epsilon: Float = 1e-5) {
    require(size > 0, "LayerNorm: the size \(size) must be positive")
    weight = Parameter(Tensor(repeating: 1, shape: [size]))
    bias = Parameter(Tensor(zeros: [size]))
    self.epsilon = epsilon
  }

  /// Its parameters.
  public var children: Children { ["weight": weight, "bias": bias] }

  /// Normalises every row.
  public func callAsFunction(_ x: Variable) -> Variable {
    x.layerNorm(scale: x.tape(weight), shift: x.tape(bias), epsilon: epsilon)
  }
}
