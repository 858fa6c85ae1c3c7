/// A tensor that training changes. A class, so that shared weights are one object.
public final class Parameter {
  /// The weights.
  public var value: Tensor
  private var whole: Tensor?
  /// The gradient by rows, where it is known to be 0 in all others: an embedding's.
  public private(set) var rowGradient: RowGradient?

  /// Where it stands among the parameters of the tape that it was put on last.
  var lastPlace = 0

  /// A parameter that starts at a value.
  public init(_ value: Tensor) { self.value = value }

  /// The gradient summed since `clearGradient`, or `nil`. Where it is known by rows the whole is built
  /// at every call.
  public var gradient: Tensor? { whole ?? rowGradient?.matrix(value.shape) }

  /// Whether there is a gradient.
  var hasGradient: Bool { whole != nil || rowGradient != nil }

  /// Adds to the gradient.
  public func accumulate(_ part: Tensor) {
    require(
      part.shape == value.shape,
      "parameter: a gradient of shape \(part.shape) for weights of shape \(value.shape)")
    if whole != nil {
      whole?.add(part)
    } else {
      whole = part
      if let rows = rowGradient.take() { whole.mutate { rows.add(to: &$0) } }
    }
  }

  /// Adds rows to the gradient; each part's rows in order, the parts in order.
  func accumulate(_ parts: [RowGradient]) {
    if whole != nil {
      let sum = RowGradient(summing: parts)
      whole.mutate { sum.add(to: &$0) }
    } else {
      rowGradient = RowGradient(summing: (rowGradient.take().map { [$0] } ?? []) + parts)
    }
  }

  /// Changes the numbers of the gradient that are not known to be 0, in place.
  func changeGradient(_ body: (_ count: Int, UnsafeMutablePointer<Float>) -> Void) {
    if rowGradient != nil {
      rowGradient.mutate { body($0.values.count, $0.values.mutablePointer) }
    } else if whole != nil {
      whole.mutate { body($0.count, $0.mutablePointer) }
    }
  }

  /// The numbers of the gradient that are not known to be 0: all, or those of its rows.
  var gradientNumbers: Tensor? { whole ?? rowGradient?.values }

  /// Forgets the gradient.
  public func clearGradient() {
    whole = nil
    rowGradient = nil
  }
}

extension Parameter: Layer {
  /// Itself; a layer names it.
  public var parameters: [(name: String, parameter: Parameter)] { [("", self)] }
}

extension Optional {
  /// Changes what is there, in place.
  mutating func mutate(_ body: (inout Wrapped) -> Void) {
    guard var value = take() else { return }
    body(&value)
    self = value
  }
}
