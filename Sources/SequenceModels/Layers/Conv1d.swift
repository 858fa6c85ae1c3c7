/// A convolution over time.
///
///     y[b,t,o] = b[o] + Σ_k Σ_c x[b, t·stride + k·dilation − before, c] W[o,c,k]
///
/// x `[batch, time, inputSize]`, W `[outputSize, inputSize / groups, width]`, y `[batch, steps, outputSize]`
/// with steps = (time + padding − (width − 1)·dilation − 1) / stride + 1, rounded down.
/// LeCun et al. (1989); over time: Waibel et al. (1989), "Phoneme recognition using time-delay neural
/// networks"; dilated and causal: van den Oord et al. (2016), "WaveNet".
public struct Conv1d: Layer {
  /// W, `[outputSize, inputSize / groups, width]`.
  public let weight: Parameter
  /// b, `[outputSize]`, if the layer has one.
  public let bias: Parameter?
  /// Steps that a window sees.
  public let width: Int
  let operation: Convolution1d

  /// Zeros around a sequence; a whole number is so many on each side.
  public enum Padding: Equatable, Sendable, ExpressibleByIntegerLiteral {
    /// Only windows within the sequence.
    case none
    /// As many outputs as inputs; of an odd number of zeros the last is at the end.
    case same
    /// As many outputs as inputs, all zeros before: an output sees no later input.
    case causal
    /// So many on each side.
    case each(Int)

    /// So many on each side.
    public init(integerLiteral count: Int) { self = .each(count) }
  }

  /// Weights and bias start uniform in ±1/√(inputSize / groups · width), as PyTorch's do.
  ///
  /// - Parameters:
  ///   - stride: steps from one window to the next; 1 with padding `.same` or `.causal`.
  ///   - dilation: steps from one input of a window to the next.
  ///   - groups: parts of the channels that do not see each other.
  public init(
    _ inputSize: Int, _ outputSize: Int, width: Int, stride: Int = 1, padding: Padding = .none,
    dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    using generator: inout some RandomNumberGenerator
  ) {
    require(
      inputSize > 0 && outputSize > 0 && width > 0,
      "Conv1d: input size \(inputSize), output size \(outputSize) and width \(width) must be "
        + "positive")
    require(
      stride > 0 && dilation > 0,
      "Conv1d: stride \(stride) and dilation \(dilation) must be positive")
    require(
      groups > 0 && inputSize % groups == 0 && outputSize % groups == 0,
      "Conv1d: \(groups) groups do not divide input size \(inputSize) and output size "
        + "\(outputSize)")
    let zeros = Self.zeros(padding, reach: (width - 1) * dilation, stride: stride)
    operation = Convolution1d(
      stride: stride, dilation: dilation, groups: groups, before: zeros.before, after: zeros.after)
    self.width = width
    let shape = [outputSize, inputSize / groups, width]
    let bound = 1 / Float(shape[1] * width).squareRoot()
    weight = Parameter(Initializer.uniform(shape, bound: bound, using: &generator))
    self.bias =
      bias ? Parameter(Initializer.uniform([outputSize], bound: bound, using: &generator)) : nil
  }

  private static func zeros(
    _ padding: Padding, reach: Int, stride: Int
  ) -> (before: Int, after: Int) {
    if padding == .same || padding == .causal {
      require(
        stride == 1,
        "Conv1d: padding .\(padding) keeps the length, which a stride of \(stride) does not; "
          + "use stride 1 or a number of zeros")
    }
    switch padding {
    case .none: return (0, 0)
    case .same: return (reach / 2, reach - reach / 2)
    case .causal: return (reach, 0)
    case .each(let count):
      require(count >= 0, "Conv1d: a padding of \(count) zeros is negative")
      return (count, count)
    }
  }

  /// Its parameters.
  public var children: Children {
    guard let bias else { return ["weight": weight] }
    return ["weight": weight, "bias": bias]
  }

  /// Applies the layer.
  public func callAsFunction(_ x: Variable) -> Variable {
    operation([x, x.tape(weight)] + (bias.map { [x.tape($0)] } ?? []))
  }

  /// How many outputs sequences of these lengths give, to pool or mask with; 0 for one that is shorter
  /// than a window.
  public func outputLengths(_ lengths: [Int]) -> [Int] {
    lengths.map { operation.steps($0, width: width) }
  }
}
