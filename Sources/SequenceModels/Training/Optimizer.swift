/// Something that changes parameters along their gradients.
public protocol Optimizer {
  /// The step size.
  var learningRate: Float { get set }
  /// What it remembers from step to step; a checkpoint holds it.
  var memory: OptimizerMemory { get set }
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
    for (_, parameter) in parameters { parameter.clearGradient() }
    loss.backward()
    let gradients = Gradients(parameters)
    let norm = clip.map { gradients.clip(toNorm: $0) } ?? gradients.norm
    update(parameters)
    return norm
  }
}

/// Stops the program at settings that no optimiser takes.
func checkSettings(_ name: String, rate: Float, weightDecay: Float) {
  require(rate > 0, "\(name): the learning rate \(rate) must be positive")
  require(weightDecay >= 0, "\(name): the weight decay \(weightDecay) must not be negative")
}
