internal import CKernels

/// Matrix product and bias in one pass, and what goes around them (a residual connection), if anything.
///
///     y = x Wᵀ + b (+ r)        x̄ = ȳ W        W̄ = ȳᵀ x        b̄ = Σ ȳ over the rows        r̄ = ȳ
///
/// x `[…, k]`, W `[n, k]`, b `[n]`, y and r `[…, n]`; each y is one chain of fused multiply-adds from b on,
/// to which r is added. The bits are those of ``Add`` after it.
struct Affine: Operation {
  static let name = "linear"

  struct Saved {
    var x: Tensor, w: Tensor
    var hasResidual: Bool
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let (x, w, b) = (inputs[0], inputs[1], inputs[2])
    require(w.shape.count == 2, "linear: the weights are \(w.shape); they must have two axes")
    let (n, k) = (w.shape[0], w.shape[1])
    require(
      x.shape.columns == k && b.shape == [n],
      "linear: x is \(x.shape), the weights \(w.shape) and the bias \(b.shape); the columns of x "
        + "(\(x.shape.columns)) must equal those of the weights (\(k)), and the bias be [\(n)]")
    let residual = inputs.count > 3 ? inputs[3] : nil
    let rows = x.count / max(k, 1)
    let shape: Shape = x.shape.dropLast() + [n]
    Broadcasting.checkResidual(Self.name, shape, residual)
    let output = Tensor.filled(shape) {
      w.multiply(
        x.pointer, rows: rows, transposed: true, into: $0, bias: b.pointer,
        addend: residual?.pointer)
    }
    keepAlive(residual)
    return (output, Saved(x: x, w: w, hasResidual: residual != nil))
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    backward(gradient, saved: saved, wanted: .all)
  }

  func backward(_ gradient: Tensor, saved: Saved, wanted: Wanted) -> [Tensor?] {
    // The input's gradient last: whoever wants it finds it in the cache.
    let (w̄, b̄) = gradient.linearGradients(saved.x, weight: wanted[1], bias: wanted[2])
    let x̄ = wanted[0] ? MatMul(transposed: true).inputGradient(gradient, (saved.x, saved.w)) : nil
    return [x̄, w̄, b̄] + (saved.hasResidual ? [gradient] : [])
  }
}

extension Variable {
  /// x Wᵀ + b: this `[…, k]` by weights `[n, k]`, with a bias `[n]`.
  public func linear(_ weight: Variable, _ bias: Variable) -> Variable {
    linear(weight, bias, around: nil)
  }

  /// The same, plus what goes around the layer, `[…, n]`, if anything.
  func linear(_ weight: Variable, _ bias: Variable, around residual: Variable?) -> Variable {
    Affine()([self, weight, bias] + (residual.map { [$0] } ?? []))
  }
}
