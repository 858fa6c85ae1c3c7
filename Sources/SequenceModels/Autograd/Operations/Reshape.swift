/// The same elements in another shape.
///
///     y = x        x̄ = ȳ in the shape of x
struct Reshape: Operation {
  static let name = "reshape"
  var shape: Shape

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Shape) {
    (inputs[0].reshaped(shape), inputs[0].shape)
  }

  func backward(_ gradient: Tensor, saved shape: Shape) -> [Tensor?] { [gradient.reshaped(shape)] }
}

extension Variable {
  /// The same elements in another shape.
  public func reshaped(_ shape: Shape) -> Variable { Reshape(shape: shape)(self) }
}
