internal import CKernels

/// Matrix product and bias in one pass.
///
///     y = x Wᵀ + b        x̄ = ȳ W        W̄ = ȳᵀ x        b̄ = Σ ȳ over the rows
///
/// x `[…, k]`, W `[n, k]`, b `[n]`, y `[…, n]`; each y is one chain of fused multiply-adds from b on.
struct Affine: Operation {
  static let name = "linear"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: (Tensor, Tensor)) {
    let (x, w, b) = (inputs[0], inputs[1], inputs[2])
    require(w.shape.count == 2, "linear: the weights are \(w.shape); they must have two axes")
    let (n, k) = (w.shape[0], w.shape[1])
    require(
      x.shape.columns == k && b.shape == [n],
      "linear: x is \(x.shape), the weights \(w.shape) and the bias \(b.shape); the columns of x "
        + "(\(x.shape.columns)) must equal those of the weights (\(k)), and the bias be [\(n)]")
    let rows = x.count / max(k, 1)
    let output = Tensor.filled(x.shape.dropLast() + [n]) {
      w.multiply(x.pointer, rows: rows, transposed: true, into: $0, bias: b.pointer)
    }
    return (output, (x, w))
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor)) -> [Tensor?] {
    backward(gradient, saved: saved, wanted: .all)
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor), wanted: Wanted) -> [Tensor?] {
    let x̄ = wanted[0] ? MatMul(transposed: true).inputGradient(gradient, saved) : nil
    let (w̄, b̄) = gradient.linearGradients(saved.0, weight: wanted[1], bias: wanted[2])
    return [x̄, w̄, b̄]
  }
}

extension Variable {
  /// x Wᵀ + b: this `[…, k]` by weights `[n, k]`, with a bias `[n]`.
  public func linear(_ weight: Variable, _ bias: Variable) -> Variable {
    Affine()(self, weight, bias)
  }
}
