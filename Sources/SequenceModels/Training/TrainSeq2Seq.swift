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
  forcing.check()
  let run = TrainingRun(steps: steps, clip: clip, schedule: schedule, validations: validations)
  let settings =
    "\(steps) \(batch) \(clip) \(validations) \(forcing) \(type(of: optimizer)) "
    + "\(optimizer.learningRate)"
  let tokens = (pairs + validation).flatMap { [$0.source, $0.target] }
  return remembering(model, settings, tokens: tokens, &generator) { generator in
    let batches = PairBatches(pairs, batch: batch)
    var epoch: [PairBatch] = []
    return run.train(
      model, optimizer, validate: validation.isEmpty ? nil : { model.crossEntropy(of: validation) }
    ) { step in
      if epoch.isEmpty { epoch = batches.epoch(using: &generator).reversed() }
      let part = epoch.removeLast()
      let output = model(
        part, Tape(), forcing: forcing.probability(step: step - 1), using: &generator)
      let loss = output.logits.crossEntropy(part.targets, weights: part.weights)
      let value = loss.value.scalar
      if value.isFinite { loss.backward() }
      return (value, part.weights.count { $0 > 0 })
    }
  }
}
