/// Trains a language model on a text by truncated backpropagation through time: `batch` places of the
/// text are read side by side, `time` tokens at a step, and the state is carried on without gradient
/// (Mikolov et al., 2010).
///
/// - Parameters:
///   - validation: measured `validations` times in the run, and after the last step.
///   - clip: limit of the global gradient norm.
/// - Returns: losses in nats per token, gradient norms and validation losses.
///
/// A loss that is not finite stops the program with its step.
public func train(
  _ model: LanguageModel, on text: [Int], validation: [Int] = [], batch: Int = 32,
  time: Int = 64, steps: Int, optimizer: some Optimizer, clip: Float = 1, validations: Int = 10
) -> History {
  var optimizer = optimizer
  var history = History()
  let batches = TextBatches(text, batch: batch, time: time)
  var state = model.initialState(batch: batch)
  for step in 0..<steps {
    let (inputs, targets, isFirst) = batches[step]
    if isFirst { state = model.initialState(batch: batch) }
    let tape = Tape()
    let (logits, next) = model(inputs, state, tape)
    state = next
    let loss = logits.crossEntropy(targets.flatMap { $0 })
    let value = loss.value.scalar
    require(
      value.isFinite,
      "train: the loss is \(value) at step \(step + 1); lower the learning rate or clip harder")
    model.clearGradients()
    loss.backward()
    history.losses.append(value)
    history.gradientNorms.append(model.clipGradients(toNorm: clip))
    optimizer.update(model.parameters)
    TrainingProgress.report(step + 1, steps, value, (step + 1) * batch * time)
    let every = max(1, steps / max(1, validations))
    if !validation.isEmpty, (step + 1) % every == 0 || step + 1 == steps {
      history.validation.append((step + 1, Float(model.crossEntropy(of: validation))))
    }
  }
  return history
}
