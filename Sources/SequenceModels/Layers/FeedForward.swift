/// Two linear layers at every step by itself (Vaswani et al., 2017, section 3.3).
///
///     y = W₂ f(W₁ x + b₁) + b₂,   f = ReLU or GELU
///
/// x and y `[…, size]`, between them `[…, hiddenSize]`.
public struct FeedForward: Layer {
  /// f
  public enum Activation: Sendable {
    /// max(x, 0)
    case relu
    /// x Φ(x)
    case gelu
  }

  /// W₁ and b₁.
  public let linear1: Linear
  /// W₂ and b₂.
  public let linear2: Linear
  /// f
  public let activation: Activation
  /// Between the layers, in training.
  public let dropout: Dropout

  /// Weights start as ``Linear``'s.
  public init(
    _ size: Int, hiddenSize: Int, activation: Activation = .relu, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    linear1 = Linear(size, hiddenSize, using: &generator)
    linear2 = Linear(hiddenSize, size, using: &generator)
    self.activation = activation
    self.dropout = Dropout(dropout)
  }

  /// Its parameters, named as in PyTorch's `nn.TransformerEncoderLayer`.
  public var children: Children { ["linear1": linear1, "linear2": linear2] }

  /// Applies both layers.
  public func callAsFunction(_ x: Variable) -> Variable { run(x, Dropout.nothing) }

  /// The same in training, with dropout.
  public func callAsFunction(
    _ x: Variable, using generator: inout some RandomNumberGenerator
  ) -> Variable {
    run(x) { $0.mask($1, using: &generator) }
  }

  /// Plus what goes around the layers, if anything.
  func run(_ x: Variable, _ draw: MaskDraw, around residual: Variable? = nil) -> Variable {
    let mask = draw(dropout, x.shape.dropLast() + linear1.bias.value.shape)
    if mask == nil, activation == .gelu, GELUFeedForward.suits(x, linear1.weight) {
      let tape = x.tape ?? residual?.tape
      let inputs = [
        x, tape(linear1.weight), tape(linear1.bias), tape(linear2.weight), tape(linear2.bias),
      ]
      return GELUFeedForward(keepsSlope: tape != nil)(inputs + (residual.map { [$0] } ?? []))
    }
    let hidden = linear1(x)
    let active = activation == .relu ? hidden.relu() : hidden.gelu()
    return linear2.run(mask.map { DropoutMask(mask: $0)(active) } ?? active, around: residual)
  }
}
