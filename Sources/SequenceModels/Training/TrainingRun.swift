/// The steps of a training run, whatever is trained on what.
struct TrainingRun {
  var steps: Int
  /// Limit of the global gradient norm.
  var clip: Float
  var schedule = Schedule.constant
  /// How often the validation loss is measured, beside after the last step.
  var validations: Int
  var patience: Int?
  var plateau: Plateau?

  /// Trains a model; `validate` gives its validation loss.
  ///
  /// - Parameter addGradients: adds those of one step, counted from 1, to the model's, which are
  ///   cleared; gives the loss and how many tokens were seen.
  func train(
    _ model: some Layer, _ optimizer: some Optimizer, validate: (() -> Double)?,
    addGradients: (_ step: Int) -> (loss: Float, tokens: Int)
  ) -> History {
    require(steps >= 0, "train: \(steps) steps; the number must not be negative")
    var (optimizer, plateau, history) = (optimizer, plateau, History())
    var stopping = patience.map { EarlyStopping(model, patience: $0) }
    let rate = optimizer.learningRate
    let every = max(1, steps / max(1, validations))
    var lowered: Float = 1
    var tokens = 0
    for step in 1...max(steps, 1) where step <= steps {
      optimizer.learningRate = rate * schedule.factor(step: step) * lowered
      let parameters = model.parameters
      for (_, parameter) in parameters { parameter.clearGradient() }
      let (loss, seen) = addGradients(step)
      require(
        loss.isFinite,
        "train: the loss is \(loss) at step \(step); lower the learning rate or clip harder")
      let norm = Gradients(parameters).clip(toNorm: clip)
      require(
        norm.isFinite,
        "train: the gradient's norm is \(norm) at step \(step); lower the learning rate")
      optimizer.update(parameters)
      history.losses.append(loss)
      history.gradientNorms.append(norm)
      history.learningRates.append(optimizer.learningRate)
      tokens += seen
      TrainingProgress.report(step, steps, loss, tokens)
      guard let validate, step % every == 0 || step == steps else { continue }
      let measured = Float(validate())
      history.validation.append((step, measured))
      if let factor = plateau.mutating({ $0.factor(after: measured) }) { lowered = factor }
      if stopping.mutating({ $0.stops(after: step, loss: measured) }) == true { break }
    }
    stopping?.restoreBest()
    // A training leaves the weights and the history, whether it was made or remembered.
    for (_, parameter) in model.parameters { parameter.clearGradient() }
    history.best = stopping?.best
    return history
  }
}

extension Optional {
  /// Changes what is there, in place, and gives what the change gives.
  fileprivate mutating func mutating<R>(_ body: (inout Wrapped) -> R) -> R? {
    guard var value = take() else { return nil }
    defer { self = value }
    return body(&value)
  }
}
