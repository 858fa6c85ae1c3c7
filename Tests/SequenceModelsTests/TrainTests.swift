import Testing

@testable import SequenceModels

@Suite struct TrainTests {
  private func model() -> LanguageModel<LSTM> {
    var generator = SplitMix64(seed: 32)
    return LanguageModel(
      vocabularySize: 5, embeddingSize: 4, hiddenSize: 6, using: &generator)
  }

  private let text = (0..<200).map { $0 * $0 % 5 }

  @Test("A schedule sets the rate of each step, and the history has it")
  func schedule() {
    let trained = model()
    let schedule = Schedule.step(every: 2, factor: 0.5).warmedUp(1)
    let history = train(
      trained, on: text, batch: 2, time: 7, steps: 6, optimizer: SGD(learningRate: 1),
      schedule: schedule)
    #expect(history.learningRates == [0.5, 1, 0.5, 0.5, 0.25, 0.25])

    let looped = model()
    var optimizer = SGD(learningRate: 1)
    let batches = TextBatches(text, batch: 2, time: 7)
    var state = looped.initialState(batch: 2)
    for step in 0..<6 {
      optimizer.learningRate = schedule.factor(step: step + 1)
      let (logits, next) = looped(batches[step].inputs, state, Tape())
      state = next.detached
      optimizer.minimize(logits.crossEntropy(batches[step].targets), of: looped, clip: 1)
    }
    #expect(trained.head.weight.value == looped.head.weight.value)
  }

  @Test("Two batches of one step have the gradient of both together")
  func accumulation() {
    let trained = model()
    // Each step reads the batches of two steps; clipping far off.
    let history = train(
      trained, on: text, batch: 2, time: 7, steps: 3, optimizer: SGD(learningRate: 0.5),
      clip: 1000, accumulating: 2)
    let looped = model()
    var optimizer = SGD(learningRate: 0.5)
    let batches = TextBatches(text, batch: 2, time: 7)
    var state = looped.initialState(batch: 2)
    for step in 0..<3 {
      let tape = Tape()
      let (first, middle) = looped(batches[2 * step].inputs, state, tape)
      let (second, next) = looped(batches[2 * step + 1].inputs, middle.detached, tape)
      state = next.detached
      let losses = [
        first.crossEntropy(batches[2 * step].targets),
        second.crossEntropy(batches[2 * step + 1].targets),
      ]
      let loss = (losses[0] + losses[1]) * 0.5
      #expect(abs(loss.value.scalar - history.losses[step]) < 1e-6)
      let norm = optimizer.minimize(loss, of: looped)
      #expect(abs(norm - history.gradientNorms[step]) < 1e-5)
    }
    let (a, b) = (trained.head.weight.value.elements, looped.head.weight.value.elements)
    #expect(relativeError(a, b) < 1e-6)
  }

  @Test("A loop of one's own can sum gradients of several batches too")
  func accumulationInALoop() {
    let (a, b) = (Parameter(Tensor([3], shape: [1])), Parameter(Tensor([3], shape: [1])))
    var (first, second) = (Adam(), Adam())
    a.clearGradients()
    for factor in [1, 2] as [Float] {
      let x = Tape()(a)
      (x * x * factor).sum().backward()
    }
    let norm = first.update(a, clip: 1)
    let y = Tape()(b)
    #expect(norm == second.minimize((y * y * 3).sum(), of: b, clip: 1))
    #expect(a.value == b.value)
  }

  @Test("Early stopping ends the run and gives the weights of the lowest validation loss")
  func earlyStopping() throws {
    // The rest of the text is of another kind: what is learnt soon harms.
    let other = (0..<120).map { ($0 * 3 + 1) % 5 }
    func run(_ steps: Int, patience: Int?) -> (History, LanguageModel<LSTM>) {
      let trained = model()
      let history = train(
        trained, on: text, validation: other, batch: 2, time: 7, steps: steps,
        optimizer: Adam(learningRate: 0.02), validations: steps, patience: patience)
      return (history, trained)
    }
    let (history, stopped) = run(60, patience: 3)
    let best = try #require(history.best)
    #expect(history.losses.count == best.step + 3 && best.step < 57)
    #expect(history.validation.map(\.loss).min() == best.loss)
    #expect(Float(stopped.crossEntropy(of: other)) == best.loss)
    // The same as a run that ends there.
    let (short, ended) = run(best.step, patience: nil)
    #expect(ended.head.weight.value == stopped.head.weight.value)
    #expect(short.best == nil)
  }

  @Test("A plateau of the validation loss lowers the rate")
  func plateau() {
    let history = train(
      model(), on: text, validation: (0..<120).map { ($0 * 3 + 1) % 5 }, batch: 2, time: 7,
      steps: 40, optimizer: Adam(learningRate: 0.02), validations: 40,
      plateau: Plateau(factor: 0.5, patience: 2))
    #expect(history.learningRates.first == 0.02)
    #expect(history.learningRates.last ?? 1 < 0.006)
    #expect(
      Set(history.learningRates.map { $0 / 0.02 }).isSubset(of: (0...20).map { 1 / Float(1 << $0) })
    )
  }

  @Test("A gradient that is not finite stops training with its step, before the weights change")
  func gradientThatIsNotFinite() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      let model = LanguageModel(
        vocabularySize: 3, embeddingSize: 2, hiddenSize: 2, using: &generator)
      // A finite loss whose gradient overflows on its way to the embedding.
      TrainingProgress.report = { step, _, _, _ in
        guard step == 1 else { return }
        let weights = [Float](repeating: 3e38, count: 16)
        model.lstm.cells[0].inputWeight.value = Tensor(weights, shape: [8, 2])
        model.embedding.weight.value = Tensor(zeros: [3, 2])
        model.head.weight.value = Tensor([9e37, -9e37, 9e37, 9e37, 1, -1], shape: [3, 2])
        model.head.bias.value = Tensor([0, 0, 0], shape: [3])
        for cell in model.lstm.cells {
          cell.inputBias.value = Tensor(zeros: [8])
          cell.hiddenBias.value = Tensor(zeros: [8])
        }
      }
      train(
        model, on: (0..<100).map { $0 % 3 }, batch: 2, time: 4, steps: 5, optimizer: Adam())
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains("train: the gradient's norm is "), "\(text.prefix(300))")
    #expect(text.contains(" at step 2; lower the learning rate"), "\(text.prefix(300))")
  }
}
