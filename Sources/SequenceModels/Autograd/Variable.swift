/// A value, and its place on the tape if it has one.
///
/// Without a tape a value is a plain number of the computation: nothing is recorded, no gradient
/// reaches it. Inference needs no tape.
public struct Variable {
  /// The value.
  public let value: Tensor
  /// Where it was recorded.
  public let tape: Tape?
  let node: Int
  /// The table that it was looked up in, if it was.
  var origin: TableRows?

  /// A value that stands on no tape.
  public init(_ value: Tensor) {
    self.init(value, tape: nil, node: -1)
  }

  init(_ value: Tensor, tape: Tape?, node: Int) {
    self.value = value
    self.tape = tape
    self.node = node
  }

  /// The value's shape.
  public var shape: Shape { value.shape }

  /// The gradient of the last `backward` with respect to it: for what `Tape.variable` made and for
  /// values with ``keepingGradient()``. Of a parameter it is `Parameter.gradient`. Asking for that of
  /// another computed value after backward stops the program.
  public var gradient: Tensor? { tape?.gradient(of: node, shape: shape) }

  /// The same value, whose gradient can be read after backward: backward gives those of computed
  /// values back as soon as they are used.
  ///
  ///     let hidden = cell(x, state).state.hidden.keepingGradient()
  ///     …
  ///     loss.backward()
  ///     let reach = hidden.gradient
  ///
  /// Without a tape nothing is kept.
  @discardableResult
  public func keepingGradient() -> Variable {
    tape?.keepGradient(of: node)
    return self
  }

  /// The same value without its past: no gradient flows through it.
  public var detached: Variable { Variable(value) }

  /// Adds the gradients of this number, with respect to every parameter it was computed from, to
  /// `Parameter.gradient`; those of other values are in `Variable.gradient`.
  ///
  /// What the operations saved is given back on the way, so that a second pass over them stops the
  /// program.
  ///
  /// - Parameters:
  ///   - seed: weighs the elements of a value that is not a single number.
  ///   - keepingTape: keeps what the operations saved, for one more backward pass.
  public func backward(seed: Tensor? = nil, keepingTape: Bool = false) {
    guard let tape else {
      fatalError(
        "backward: this value of shape \(shape) was computed without a tape; make one with Tape() "
          + "and start from tape.constant(inputs), or pass it to the embedding")
    }
    tape.backward(from: self, seed: seed, keepingTape: keepingTape)
  }
}
