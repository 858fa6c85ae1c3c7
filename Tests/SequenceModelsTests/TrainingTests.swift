import CKernels
import Testing

@testable import SequenceModels

@Suite struct TrainingTests {
  @Test("A small model learns ten sequences by heart")
  func overfitsTenExamples() throws {
    var generator = SplitMix64(seed: 31)
    let model = LanguageModel(
      vocabularySize: 8, embeddingSize: 8, hiddenSize: 20, using: &generator)
    // The first tokens tell the examples apart, so that the rest can be known.
    let examples = (0..<10).map { number in
      [number / 8, number % 8] + (0..<6).map { _ in generator.index(below: 8) }
    }
    let inputs = examples.map { Array($0.dropLast()) }
    let targets = examples.flatMap { $0.dropFirst() }
    let weights = examples.flatMap { $0.indices.dropFirst().map { $0 > 1 ? Float(1) : 0 } }
    var optimizer = Adam(learningRate: 0.02)
    var first: Float?
    var last = Float.infinity
    for _ in 0..<200 {
      let tape = Tape()
      let logits = model(inputs, model.initialState(batch: 10), tape).logits
      let loss = logits.crossEntropy(targets, weights: weights)
      last = loss.value.scalar
      first = first ?? last
      model.clearGradients()
      loss.backward()
      model.clipGradients(toNorm: 1)
      optimizer.update(model.parameters)
    }
    #expect(try #require(first) > 1.5)
    #expect(last < 0.02)
  }

  @Test("Training is the loop written out: state carried without gradient, dropped at the start")
  func trainIsTheLoopWrittenOut() {
    let text = (0..<50).map { $0 * $0 % 5 }
    func model() -> LanguageModel<LSTM> {
      var generator = SplitMix64(seed: 32)
      return LanguageModel(
        vocabularySize: 5, embeddingSize: 3, hiddenSize: 6, layers: 2, dropout: 0.2,
        using: &generator)
    }
    var (a, b) = (SplitMix64(seed: 33), SplitMix64(seed: 33))
    let trained = model()
    let history = train(
      trained, on: text, batch: 2, time: 7, steps: 8, optimizer: SGD(learningRate: 1), clip: 0.3,
      using: &a)

    let looped = model()
    let batches = TextBatches(text, batch: 2, time: 7)
    #expect(batches.stepsPerEpoch == 3)
    var optimizer = SGD(learningRate: 1)
    var state = looped.initialState(batch: 2)
    for step in 0..<8 {
      if step % 3 == 0 { state = looped.initialState(batch: 2) }
      let (logits, next) = looped.training(batches[step].inputs, state, Tape(), using: &b)
      let loss = logits.crossEntropy(batches[step].targets)
      state = next.detached
      #expect(loss.value.scalar == history.losses[step])
      #expect(optimizer.minimize(loss, of: looped, clip: 0.3) == history.gradientNorms[step])
    }
    for (x, y) in zip(trained.parameters, looped.parameters) {
      #expect(x.parameter.value == y.parameter.value, "\(x.name)")
    }
  }

  @Test("Dropout acts in training and not in evaluation")
  func dropoutActsInTrainingOnly() {
    var generator = SplitMix64(seed: 34)
    let model = LanguageModel(
      vocabularySize: 5, embeddingSize: 8, hiddenSize: 8, dropout: 0.5, using: &generator)
    let state = model.initialState(batch: 1)
    let plain = (0..<2).map { _ in model([[1, 2, 3]], state).logits.value }
    let random = (0..<2).map { _ in
      model.training([[1, 2, 3]], state, nil, using: &generator).logits.value
    }
    #expect(plain[0] == plain[1])
    #expect(random[0] != random[1])

    // A head that shows the output as it is: half of it must be dropped.
    let open = LanguageModel(
      vocabularySize: 8, embeddingSize: 4, hiddenSize: 8, dropout: 0.5, using: &generator)
    let identity = (0..<64).map { Float($0 / 8 == $0 % 8 ? 1 : 0) }
    open.head.weight.value = Tensor(identity, shape: [8, 8])
    open.head.bias.value = Tensor(zeros: [8])
    let tokens = [Array(repeating: 1, count: 100)]
    let shown = open.training(tokens, open.initialState(batch: 1), nil, using: &generator).logits
    let zeros = shown.value.elements.filter { $0 == 0 }.count
    #expect(abs(Double(zeros) / 800 - 0.5) < 0.08)
  }

  @Test("A training run has the same bits at every SIMD level")
  func sameBitsAtEveryLevel() async {
    // In a process of its own: the level is one for the whole process.
    await #expect(processExitsWith: .success) {
      let levels = (0..<4).filter { ck_simd_available(Int32($0)) == 1 }
      #expect(levels.contains(0))
      ck_set_thread_count(1)
      let runs = levels.map { level in
        #expect(ck_set_simd_level(Int32(level)) == 0)
        return Run(hidden: 19, batch: 3, time: 11, steps: 20)
      }
      for run in runs { #expect(run == runs[0]) }
    }
  }

  @Test("A training run has the same bits with 1, 2 and 3 threads")
  func sameBitsWithAnyThreads() async {
    await #expect(processExitsWith: .success) {
      let small = [1, 2, 3].map { threads in
        ck_set_thread_count(Int32(threads))
        return Run(hidden: 19, batch: 3, time: 11, steps: 20)
      }
      // Wide enough that matrix products are shared out.
      let wide = [1, 2, 3].map { threads in
        ck_set_thread_count(Int32(threads))
        return Run(hidden: 96, batch: 16, time: 32, steps: 2)
      }
      for run in small { #expect(run == small[0]) }
      for run in wide { #expect(run == wide[0]) }
      #expect(small[0].losses.last != small[0].losses.first)
    }
  }
}

/// What a training run of a small language model ends in.
private struct Run: Equatable {
  var losses: [UInt32]
  var weights: [Tensor]

  init(hidden: Int, batch: Int, time: Int, steps: Int) {
    var generator = SplitMix64(seed: 41)
    let model = LanguageModel(
      vocabularySize: 13, embeddingSize: 7, hiddenSize: hidden, using: &generator)
    let text = (0..<(batch * (time * 4 + 3))).map { _ in generator.index(below: 13) }
    let history = train(
      model, on: text, batch: batch, time: time, steps: steps,
      optimizer: Adam(learningRate: 0.01))
    losses = history.losses.map(\.bitPattern)
    weights = model.parameters.map(\.parameter.value)
  }
}
