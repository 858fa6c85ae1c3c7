/// Trains a model on a text by truncated backpropagation through time: `batch` places of the text are
/// read side by side, `time` tokens at a step, and the state is carried on without gradient
/// (Mikolov et al., 2010). A model that carries no state (a Transformer) reads each window anew.
///
///     let history = train(
///       model, on: training, validation: rest, steps: 2000, optimizer: Adam(),
///       schedule: .cosine(over: 2000).warmedUp(100), patience: 3)
///
/// - Parameters:
///   - validation: measured `validations` times in the run, and after the last step.
///   - clip: limit of the global gradient norm.
///   - schedule: how the optimiser's learning rate changes.
///   - accumulating: batches per step, whose mean loss is minimised: the text is read that much faster.
///   - patience: stops when so many validation losses in a row were no lower than the lowest, and
///     gives the model the weights of the lowest at the end; `nil` does neither.
///   - plateau: lowers the learning rate further where the validation loss does not fall.
///   - generator: draws what is random in training, such as dropout.
/// - Returns: losses in nats per token, gradient norms, learning rates and validation losses.
///
/// A loss or gradient that is not finite stops the program with its step, before the weights change.
@discardableResult
public func train<Model: AutoregressiveModel>(
  _ model: Model, on text: [Int], validation: [Int] = [], batch: Int = 32, time: Int = 64,
  steps: Int, optimizer: some Optimizer, clip: Float = 1, validations: Int = 10,
  schedule: Schedule = .constant, accumulating: Int = 1, patience: Int? = nil,
  plateau: Plateau? = nil, using generator: inout some RandomNumberGenerator
) -> History {
  require(
    accumulating > 0, "train: \(accumulating) batches per step; at least one is needed")
  require(
    !validation.isEmpty || patience == nil && plateau == nil,
    "train: patience and plateau watch the validation loss, and there is no validation text")
  let run = TrainingRun(
    steps: steps, clip: clip, schedule: schedule, validations: validations, patience: patience,
    plateau: plateau)
  let settings =
    "\(steps) \(batch) \(time) \(clip) \(validations) \(accumulating) \(patience ?? -1) "
    + "\(type(of: optimizer)) \(optimizer.learningRate)"
  return remembering(model, settings, tokens: [text, validation], &generator) { generator in
    var reader = Reader(model, TextBatches(text, batch: batch, time: time), batch: batch)
    return run.train(
      model, optimizer, validate: validation.isEmpty ? nil : { model.crossEntropy(of: validation) }
    ) { _ in
      let loss = reader.addGradients(batches: accumulating, using: &generator)
      return (loss, batch * time * accumulating)
    }
  }
}

/// The same for a model in whose training nothing is random; one with dropout would draw the same
/// masks in every run.
@discardableResult
public func train(
  _ model: some AutoregressiveModel, on text: [Int], validation: [Int] = [], batch: Int = 32,
  time: Int = 64, steps: Int, optimizer: some Optimizer, clip: Float = 1, validations: Int = 10,
  schedule: Schedule = .constant, accumulating: Int = 1, patience: Int? = nil,
  plateau: Plateau? = nil
) -> History {
  var generator = SplitMix64(seed: 0)
  return train(
    model, on: text, validation: validation, batch: batch, time: time, steps: steps,
    optimizer: optimizer, clip: clip, validations: validations, schedule: schedule,
    accumulating: accumulating, patience: patience, plateau: plateau, using: &generator)
}

/// Reads batch after batch with the state carried on.
private struct Reader<Model: AutoregressiveModel> {
  let model: Model
  let batches: TextBatches
  let batch: Int
  var state: Model.State
  var read = 0

  init(_ model: Model, _ batches: TextBatches, batch: Int) {
    (self.model, self.batches, self.batch) = (model, batches, batch)
    state = model.initialState(batch: batch)
  }

  /// Adds the gradients of the mean loss of the next batches; gives the loss. One that is not finite
  /// has no gradients added.
  mutating func addGradients(
    batches count: Int, using generator: inout some RandomNumberGenerator
  ) -> Float {
    var sum: Float = 0
    for _ in 0..<count {
      let (inputs, targets, isFirst) = batches[read]
      read += 1
      if isFirst || !model.carriesState { state = model.initialState(batch: batch) }
      let (logits, next) = model.training(inputs, state, Tape(), using: &generator)
      state = next.detached
      let loss = logits.crossEntropy(targets)
      sum += loss.value.scalar
      guard loss.value.scalar.isFinite else { break }
      loss.backward(seed: count == 1 ? nil : Tensor(1 / Float(count)))
    }
    return sum / Float(count)
  }
}
