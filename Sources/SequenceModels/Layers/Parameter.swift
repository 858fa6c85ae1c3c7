/// A tensor that training changes. A class, so that shared weights are one object.
public final class Parameter {
  /// The weights.
  public var value: Tensor
  /// The gradient summed since `clearGradient`, or `nil`.
  public private(set) var gradient: Tensor?

  /// A parameter that starts at a value.
  public init(_ value: Tensor) { self.value = value }

  /// Adds to the gradient.
  public func accumulate(_ part: Tensor) {
    require(
      part.shape == value.shape,
      "parameter: a gradient of shape \(part.shape) for weights of shape \(value.shape)")
    if gradient == nil { gradient = part } else { gradient?.add(part) }
  }

  /// Replaces the gradient.
  func setGradient(_ gradient: Tensor?) { self.gradient = gradient }

  /// Forgets the gradient.
  public func clearGradient() { gradient = nil }
}

extension Parameter: Layer {
  /// Itself; a layer names it.
  public var parameters: [(name: String, parameter: Parameter)] { [("", self)] }
}
