/// One kind of node on the tape: formula, forward and backward.
public protocol Operation {
  /// What `backward` needs of `forward`.
  associatedtype Saved
  /// For messages.
  static var name: String { get }
  /// The output, and the smallest thing that suffices for backward.
  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved)
  /// The gradient with respect to each input; `nil` where an input has none.
  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?]
  /// The same, of the wanted inputs alone: for an operation in which the others cost work.
  func backward(_ gradient: Tensor, saved: Saved, wanted: Wanted) -> [Tensor?]
}

extension Operation {
  /// All gradients, wanted or not.
  public func backward(_ gradient: Tensor, saved: Saved, wanted: Wanted) -> [Tensor?] {
    backward(gradient, saved: saved)
  }

  /// Applies the operation; what it did goes on the tape of its inputs, if one of them has one.
  public func callAsFunction(_ inputs: Variable...) -> Variable { self(inputs) }

  /// Applies the operation to any number of inputs.
  public func callAsFunction(_ inputs: [Variable]) -> Variable {
    let (output, saved) = forward(inputs.map { $0.value })
    return Tape.append(name: Self.name, inputs, output) { gradient, _, wanted in
      gradient.map { backward($0, saved: saved, wanted: wanted) } ?? []
    }
  }
}

/// An operation whose backward adds to its first input's gradient what reached that input by other
/// ways: where a residual connection goes around it, one pass over memory fewer.
protocol AddingOperation: Operation {
  /// The gradients; the first one is written over `reached` where no one else holds it.
  func backward(_ gradient: Tensor, saved: Saved, adding reached: consuming Tensor?) -> [Tensor?]
}

extension AddingOperation {
  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    backward(gradient, saved: saved, adding: nil)
  }

  func callAsFunction(_ inputs: Variable...) -> Variable {
    let (output, saved) = forward(inputs.map { $0.value })
    return Tape.append(name: Self.name, inputs, output, addsReached: true) { gradient, _, wanted in
      guard let gradient else { return [] }
      return backward(gradient, saved: saved, adding: wanted.reached.take())
    }
  }
}

/// An operation with a second output, such as the last cell of an LSTM.
protocol PairOperation {
  associatedtype Saved
  static var name: String { get }
  func forward(_ inputs: [Tensor]) -> (output: Tensor, second: Tensor, saved: Saved)
  /// An output that does not reach the loss has the gradient `nil`; at least one is there.
  func backward(_ gradient: Tensor?, _ second: Tensor?, saved: Saved) -> [Tensor?]
  /// The same, of the wanted inputs alone.
  func backward(_ gradient: Tensor?, _ second: Tensor?, saved: Saved, wanted: Wanted) -> [Tensor?]
}

extension PairOperation {
  func backward(
    _ gradient: Tensor?, _ second: Tensor?, saved: Saved, wanted: Wanted
  ) -> [Tensor?] {
    backward(gradient, second, saved: saved)
  }

  func callAsFunction(_ inputs: [Variable]) -> (Variable, Variable) {
    let (output, second, saved) = forward(inputs.map { $0.value })
    let first = Tape.append(name: Self.name, inputs, output) {
      backward($0, $1, saved: saved, wanted: $2)
    }
    return (first, first.companion(second))
  }
}
