/// Dropout (Srivastava et al., 2014), scaled so that the expectation stays.
///
///     y = x ⊙ mask        x̄ = ȳ ⊙ mask,   each mask 0 with probability p, otherwise 1 / (1 − p)
struct DropoutMask: Operation {
  static let name = "dropout"
  var mask: Tensor

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Void) {
    (Multiply.product(inputs[0], mask), ())
  }

  func backward(_ gradient: Tensor, saved: Void) -> [Tensor?] { [Multiply.product(gradient, mask)] }
}

extension Variable {
  /// Sets each element to 0 with `probability`, and scales the others by 1 / (1 − probability).
  public func dropout(
    _ probability: Float, using generator: inout some RandomNumberGenerator
  ) -> Variable {
    require(
      probability >= 0 && probability < 1,
      "dropout: the probability \(probability) is not in 0 ..< 1")
    guard probability > 0 else { return self }
    let keep = 1 / (1 - probability)
    let mask = (0..<value.count).map { _ in
      Float(generator.unit()) < probability ? 0 : keep
    }
    return DropoutMask(mask: Tensor(mask, shape: shape))(self)
  }
}
