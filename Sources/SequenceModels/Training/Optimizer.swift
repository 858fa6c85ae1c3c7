/// Something that changes parameters along their gradients.
public protocol Optimizer {
  /// The step size.
  var learningRate: Float { get set }
  /// One update of every parameter that has a gradient.
  mutating func update(_ parameters: [(name: String, parameter: Parameter)])
}

extension Optimizer {
  /// One step of training: clears the gradients, computes those of `loss`, clips and updates.
  ///
  ///     for batch in batches {
  ///       let (logits, _) = model(batch.inputs, model.initialState(batch: 32), Tape())
  ///       adam.minimize(logits.crossEntropy(batch.targets), of: model, clip: 1)
  ///     }
  ///
  /// - Parameter clip: limit of the global gradient norm; `nil` does not clip.
  /// - Returns: the global gradient norm before clipping.
  @discardableResult
  public mutating func minimize(
    _ loss: Variable, of model: some Layer, clip: Float? = nil
  ) -> Float {
    let parameters = model.parameters
    require(
      !parameters.isEmpty, "minimize: the model lists no parameters; list its parts in `children`")
    model.clearGradients()
    loss.backward()
    let norm = clip.map { model.clipGradients(toNorm: $0) } ?? model.gradientNorm
    update(parameters)
    return norm
  }
}
