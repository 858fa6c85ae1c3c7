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
      part.count == value.count,
      "parameter: a gradient of shape \(part.shape) for weights of shape \(value.shape)")
    if gradient == nil { gradient = part } else { gradient?.add(part) }
  }

  /// Replaces the gradient.
  func setGradient(_ gradient: Tensor?) { self.gradient = gradient }

  /// Forgets the gradient.
  public func clearGradient() { gradient = nil }
}

/// Something with parameters: a layer or a whole model.
public protocol Layer {
  /// The parameters by name, in the order of the file; names as PyTorch gives them.
  var parameters: [(name: String, parameter: Parameter)] { get }
}

extension Layer {
  /// How many numbers training changes; shared ones count once.
  public var parameterCount: Int {
    var seen: Set<ObjectIdentifier> = []
    return parameters.filter { seen.insert(ObjectIdentifier($0.parameter)).inserted }
      .reduce(0) { $0 + $1.parameter.value.count }
  }

  /// Forgets all gradients.
  public func clearGradients() { for (_, parameter) in parameters { parameter.clearGradient() } }
}

/// The parameters of a child under its name: what a layer made of layers lists.
public func named(
  _ name: String, _ layer: some Layer
) -> [(name: String, parameter: Parameter)] {
  layer.parameters.map { ("\(name).\($0.name)", $0.parameter) }
}
