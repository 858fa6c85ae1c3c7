/// Trains a model on a text by truncated backpropagation through time: `batch` places of the text are
/// read side by side, `time` tokens at a step, and the state is carried on without gradient
/// (Mikolov et al., 2010). A model that carries no state (a Transformer) reads each window anew.
///
/// - Parameters:
///   - validation: measured `validations` times in the run, and after the last step.
///   - clip: limit of the global gradient norm.
///   - generator: draws what is random in training, such as dropout.
/// - Returns: losses in nats per token, gradient norms and validation losses.
///
/// A loss or gradient that is not finite stops the program with its step.
@discardableResult
public func train<Model: AutoregressiveModel>(
  _ model: Model, on text: [Int], validation: [Int] = [], batch: Int = 32, time: Int = 64,
  steps: Int, optimizer: some Optimizer, clip: Float = 1, validations: Int = 10,
  using generator: inout some RandomNumberGenerator
) -> History {
  require(steps >= 0, "train: \(steps) steps; the number must not be negative")
  var optimizer = optimizer
  var history = History()
  let batches = TextBatches(text, batch: batch, time: time)
  var state = model.initialState(batch: batch)
  for step in 1...max(steps, 1) where step <= steps {
    let (inputs, targets, isFirst) = batches[step - 1]
    if isFirst || !model.carriesState { state = model.initialState(batch: batch) }
    let (logits, next) = model.training(inputs, state, Tape(), using: &generator)
    state = next.detached
    let loss = logits.crossEntropy(targets)
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
    TrainingProgress.report(step, steps, value, step * batch * time)
    let every = max(1, steps / max(1, validations))
    if !validation.isEmpty, step % every == 0 || step == steps {
      history.validation.append((step, Float(model.crossEntropy(of: validation))))
    }
  }
  return history
}

/// The same for a model in whose training nothing is random; one with dropout would draw the same
/// masks in every run.
@discardableResult
public func train(
  _ model: some AutoregressiveModel, on text: [Int], validation: [Int] = [], batch: Int = 32,
  time: Int = 64, steps: Int, optimizer: some Optimizer, clip: Float = 1, validations: Int = 10
) -> History {
  var generator = SplitMix64(seed: 0)
  return train(
    model, on: text, validation: validation, batch: batch, time: time, steps: steps,
    optimizer: optimizer, clip: clip, validations: validations, using: &generator)
}
