/// Trains a model to write targets for sources, batch by batch; each epoch in a new order.
///
/// - Parameters:
///   - validation: pairs whose loss is measured `validations` times in the run, and after the last step.
///   - forcing: how often the decoder reads the right token.
///   - clip: limit of the global gradient norm.
///   - schedule: how the optimiser's learning rate changes.
///   - generator: draws the order of the pairs and the coins of scheduled sampling.
/// - Returns: losses in nats per target token, gradient norms, learning rates and validation losses.
///
/// A loss or gradient that is not finite stops the program with its step.
@discardableResult
public func train<Encoder: RecurrentLayer, Decoder: RecurrentLayer>(
  _ model: Seq2Seq<Encoder, Decoder>, on pairs: [Pair], validation: [Pair] = [], batch: Int = 32,
  steps: Int, optimizer: some Optimizer, forcing: TeacherForcing = .always, clip: Float = 1,
  validations: Int = 10, schedule: Schedule = .constant,
  using generator: inout some RandomNumberGenerator
) -> History {
  require(steps >= 0, "train: \(steps) steps; the number must not be negative")
  forcing.check()
  let batches = PairBatches(pairs, batch: batch)
  var (optimizer, history) = (optimizer, History())
  var epoch: [PairBatch] = []
  var tokens = 0
  let rate = optimizer.learningRate
  for step in 1...max(steps, 1) where step <= steps {
    optimizer.learningRate = rate * schedule.factor(step: step)
    if epoch.isEmpty { epoch = batches.epoch(using: &generator).reversed() }
    let part = epoch.removeLast()
    let output = model(
      part, Tape(), forcing: forcing.probability(step: step - 1), using: &generator)
    let loss = output.logits.crossEntropy(part.targets, weights: part.weights)
    let value = loss.value.scalar
    require(
      value.isFinite,
      "train: the loss is \(value) at step \(step); lower the learning rate or clip harder")
    let norm = optimizer.minimize(loss, of: model, clip: clip)
    require(
      norm.isFinite,
      "train: the gradient's norm is \(norm) at step \(step); lower the learning rate")
    history.losses.append(value)
    history.gradientNorms.append(norm)
    history.learningRates.append(optimizer.learningRate)
    tokens += part.weights.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    TrainingProgress.report(step, steps, value, tokens)
    let every = max(1, steps / max(1, validations))
    if !validation.isEmpty, step % every == 0 || step == steps {
      history.validation.append((step, Float(model.crossEntropy(of: validation))))
    }
  }
  return history
}
