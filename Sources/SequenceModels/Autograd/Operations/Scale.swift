/// Product with a fixed number.
///
///     y = α x        x̄ = α ȳ
struct Scale: Operation {
  static let name = "scale"
  var factor: Float

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Void) {
    (inputs[0].scaled(by: factor), ())
  }

  func backward(_ gradient: Tensor, saved: Void) -> [Tensor?] { [gradient.scaled(by: factor)] }
}

extension Variable {
  /// Every element times a number.
  public static func * (x: Variable, factor: Float) -> Variable { Scale(factor: factor)(x) }
}
