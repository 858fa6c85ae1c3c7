internal import CKernels

/// Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016).
///
///     x̂ = (x − mean x) / √(var x + ε)        y = γ ⊙ x̂ + β
///
///     g = ȳ ⊙ γ        x̄ = (g − mean g − x̂ ⊙ mean(g ⊙ x̂)) / √(var x + ε)
///     γ̄ = Σ ȳ ⊙ x̂        β̄ = Σ ȳ        (over the rows, block by block)
///
/// Inputs: x `[…, feature]`, γ and β `[feature]`. The variance is that of the row, divided by its length.
struct LayerNormalization: AddingOperation {
  static let name = "layer norm"
  var epsilon: Float

  struct Saved {
    var x: Tensor
    var gamma: Tensor
    var mean: Tensor
    /// 1 / √(var x + ε) of each row.
    var scale: Tensor
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let (x, gamma, beta) = (inputs[0], inputs[1], inputs[2])
    let (rows, columns) = (x.shape.rows, x.shape.columns)
    require(
      gamma.shape == [columns] && beta.shape == [columns],
      "layer norm: the input \(x.shape) has \(columns) features, the layer expects "
        + "\(gamma.count)")
    var mean = Tensor.filled([rows]) { _ in }
    var scale = Tensor.filled([rows]) { _ in }
    let (to, toScale) = (mean.mutablePointer, scale.mutablePointer)
    let output = Tensor.filled(x.shape) {
      ck_layer_norm_f32(
        rows, columns, x.pointer, gamma.pointer, beta.pointer, epsilon, $0, to, toScale)
    }
    return (output, Saved(x: x, gamma: gamma, mean: mean, scale: scale))
  }

  func backward(_ gradient: Tensor, saved: Saved, adding reached: consuming Tensor?) -> [Tensor?] {
    let (rows, columns) = (saved.x.shape.rows, saved.x.shape.columns)
    let addend = reached?.pointer
    let isFree = reached?.isUnique ?? false
    var x̄ = (isFree ? reached.take() : nil) ?? Tensor.filled(saved.x.shape) { _ in }
    var gamma̅ = Tensor.filled(saved.gamma.shape) { _ in }
    var beta̅ = Tensor.filled(saved.gamma.shape) { _ in }
    var scratch = Tensor.filled([ck_layer_norm_scratch_size(rows, columns)]) { _ in }
    var arguments = ck_layer_norm_backward(
      rows: rows, columns: columns, x: saved.x.pointer, gamma: saved.gamma.pointer,
      mean: saved.mean.pointer, rstd: saved.scale.pointer, y_gradient: gradient.pointer,
      addend: addend, x_gradient: x̄.mutablePointer, gamma_gradient: gamma̅.mutablePointer,
      beta_gradient: beta̅.mutablePointer)
    ck_layer_norm_backward_f32(&arguments, scratch.mutablePointer)
    keepAlive(saved.x, saved.gamma, saved.mean, saved.scale, gradient, reached)
    return [x̄, gamma̅, beta̅]
  }
}

extension Variable {
  /// Layer normalisation over the last axis, with scale and shift `[feature]`.
  public func layerNorm(scale: Variable, shift: Variable, epsilon: Float = 1e-5) -> Variable {
    LayerNormalization(epsilon: epsilon)(self, scale, shift)
  }
}
