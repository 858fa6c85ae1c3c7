internal import CKernels

/// Two linear layers with GELU between them, in one pass over the rows (Vaswani et al., 2017, section 3.3;
/// Hendrycks and Gimpel, 2016), and what goes around them (a residual connection), if anything.
///
///     a = x W₁ᵀ + b₁        h = a Φ(a)        y = h W₂ᵀ + b₂ (+ r)        r̄ = ȳ
///
///     ā = (ȳ W₂) ⊙ (Φ(a) + a φ(a))        x̄ = ā W₁
///     W̄₁ = āᵀ x        b̄₁ = Σ ā        W̄₂ = ȳᵀ h        b̄₂ = Σ ȳ, sums over the rows
///
/// x `[…, k]`, W₁ `[m, k]`, b₁ `[m]`, W₂ `[n, m]`, b₂ `[n]`, y and r `[…, n]`. Neither a nor h̄ is ever kept:
/// a block of rows passes through both layers while it is in the cache. The bits are those of ``Affine``,
/// ``GELU`` and ``Affine`` one after the other.
struct GELUFeedForward: Operation {
  static let name = "feed-forward"

  var keepsSlope = true

  struct Saved {
    var x: Tensor, hidden: Tensor
    var slope: Tensor?
    var w1: Tensor, w2: Tensor
    var hasResidual: Bool
  }

  /// The rows of x that are worth packing the weights for.
  private static let rowsWorthPacking = 48

  /// Whether x has such rows, and the weights' columns.
  static func suits(_ x: Variable, _ w1: Parameter) -> Bool {
    x.shape.columns == w1.value.shape[1]
      && x.value.count / x.shape.columns >= rowsWorthPacking
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let (x, w1, b1, w2, b2) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4])
    let residual = inputs.count > 5 ? inputs[5] : nil
    var sizes = Self.sizes(x, w1, w2)
    let rows = x.shape.dropLast()
    Broadcasting.checkResidual(Self.name, rows + [sizes.outputs], residual)
    var hidden = Tensor.filled(rows + [sizes.hidden]) { _ in }
    var slope = keepsSlope ? Tensor.filled(hidden.shape) { _ in } : nil
    let (packed1, packed2) = (
      w1.packedOperand(transposed: true), w2.packedOperand(transposed: true)
    )
    let (toHidden, toSlope) = (hidden.mutablePointer, slope?.mutablePointer)
    let output = Tensor.filled(rows + [sizes.outputs]) {
      ck_feed_forward_f32(
        &sizes, x.pointer, packed1.pointer, b1.pointer, packed2.pointer, b2.pointer,
        residual?.pointer, toHidden, toSlope, $0)
    }
    keepAlive(residual)
    return (
      output,
      Saved(
        x: x, hidden: hidden, slope: slope, w1: w1, w2: w2, hasResidual: residual != nil)
    )
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    backward(gradient, saved: saved, wanted: .all)
  }

  func backward(_ gradient: Tensor, saved: Saved, wanted: Wanted) -> [Tensor?] {
    let residual = saved.hasResidual ? [gradient] : []
    guard let slope = saved.slope else { return [nil, nil, nil, nil, nil] + residual }
    var sizes = Self.sizes(saved.x, saved.w1, saved.w2)
    // First what needs none of ā: the pass over the rows leaves ā and x̄ in the cache.
    let (w̄2, b̄2) = gradient.linearGradients(saved.hidden, weight: wanted[3], bias: wanted[4])
    var inner = Tensor.filled(slope.shape) { _ in }
    var x = wanted[0] ? Tensor.filled(saved.x.shape) { _ in } : nil
    let (packed1, packed2) = (
      saved.w1.packedOperand(transposed: false), saved.w2.packedOperand(transposed: false)
    )
    ck_feed_forward_backward_f32(
      &sizes, gradient.pointer, packed2.pointer, slope.pointer, packed1.pointer,
      inner.mutablePointer, x?.mutablePointer)
    let (w̄1, b̄1) = inner.linearGradients(saved.x, weight: wanted[1], bias: wanted[2])
    return [x, w̄1, b̄1, w̄2, b̄2] + residual
  }

  private static func sizes(_ x: Tensor, _ w1: Tensor, _ w2: Tensor) -> ck_feed_forward {
    let (inputs, hidden, outputs) = (w1.shape[1], w1.shape[0], w2.shape[0])
    return ck_feed_forward(
      rows: x.count / inputs, inputs: inputs, hidden: hidden, outputs: outputs)
  }
}
