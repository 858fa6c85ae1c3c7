import Testing

@testable import SequenceModels

@Suite struct CheckpointTests {
  /// A training run that can be stopped anywhere: dropout, a carried state, a falling rate.
  private struct Run {
    let model: LanguageModel<LSTM>
    var optimizer: any Optimizer
    var generator = SplitMix64(seed: 3)
    var plateau = Plateau(factor: 0.7, patience: 1)
    var state: LSTM.State
    var step = 0
    let rate: Float

    init(_ named: NamedOptimizer) {
      var generator = SplitMix64(seed: 2)
      model = LanguageModel(
        vocabularySize: 9, embeddingSize: 4, hiddenSize: 5, layers: 2, dropout: 0.3,
        using: &generator)
      optimizer = named.make()
      state = model.initialState(batch: 2)
      rate = optimizer.learningRate
    }

    mutating func run(_ steps: Int) {
      for _ in 0..<steps {
        step += 1
        let tokens = (0..<2).map { row in (0..<6).map { ($0 * (row + 2) + step * 5) % 9 } }
        let (logits, next) = model.training(tokens, state, Tape(), using: &generator)
        state = next.detached
        let loss = logits.crossEntropy(tokens)
        optimizer.minimize(loss, of: model, clip: 1)
        optimizer.learningRate = rate * plateau.factor(after: loss.value.scalar)
      }
    }

    func save(_ file: String) throws {
      let carried = (0..<2).flatMap {
        [("h\($0)", state.hidden[$0].value), ("c\($0)", state.cell[$0].value)]
      }
      let checkpoint = Checkpoint(
        step: step, generator: generator, plateau: plateau,
        carried: Dictionary(uniqueKeysWithValues: carried))
      try Self.write(checkpoint, file, model, optimizer)
    }

    private static func write(
      _ checkpoint: Checkpoint, _ file: String, _ model: LanguageModel<LSTM>,
      _ optimizer: some Optimizer
    ) throws { try checkpoint.save(file, model, optimizer) }

    mutating func load(_ file: String) throws {
      func read<O: Optimizer>(_ optimizer: O) throws -> (Checkpoint, any Optimizer) {
        var optimizer = optimizer
        return (try Checkpoint(loading: file, into: model, &optimizer), optimizer)
      }
      let (checkpoint, loaded) = try read(optimizer)
      optimizer = loaded
      step = checkpoint.step
      generator = try #require(checkpoint.generator)
      plateau = try #require(checkpoint.plateau)
      for layer in 0..<2 {
        state.hidden[layer] = Variable(try #require(checkpoint.carried["h\(layer)"]))
        state.cell[layer] = Variable(try #require(checkpoint.carried["c\(layer)"]))
      }
    }
  }

  static let optimizers =
    NamedOptimizer.whole + NamedOptimizer.rows.filter { $0.name == "rows, SparseAdam" }

  @Test("Twenty steps are ten, a checkpoint and ten, bit for bit", arguments: optimizers)
  func goesOnBitForBit(named: NamedOptimizer) throws {
    var whole = Run(named)
    whole.run(20)
    try withTemporaryFile { file in
      var first = Run(named)
      first.run(10)
      try first.save(file)
      var second = Run(named)
      // Elsewhere before: all of it must come from the file.
      second.run(3)
      try second.load(file)
      #expect(second.step == 10)
      #expect(second.optimizer.learningRate == first.optimizer.learningRate)
      second.run(10)
      for (a, b) in zip(whole.model.parameters, second.model.parameters) {
        #expect(a.parameter.value == b.parameter.value, "\(a.name)")
      }
      #expect(whole.generator.state == second.generator.state)
      #expect(whole.plateau == second.plateau)
      #expect(whole.optimizer.learningRate == second.optimizer.learningRate)
      // The weights alone can be loaded from a checkpoint too.
      let forgetful = Run(named)
      try forgetful.model.load(safetensors: file)
      #expect(forgetful.model.head.weight.value == first.model.head.weight.value)
    }
  }

  @Test("A checkpoint of another optimiser or model, or none, is refused and changes nothing")
  func otherRuns() throws {
    try withTemporaryFile { file in
      var run = Run(NamedOptimizer.whole[10])
      run.run(2)
      try run.save(file)
      func message(_ body: () throws -> Void) throws -> String {
        try #require(#expect(throws: SafetensorsError.self) { try body() }).description
      }
      var sgd = SGD(learningRate: 1)
      #expect(
        try message { _ = try Checkpoint(loading: file, into: run.model, &sgd) }.contains(
          "it was saved with Adam, not with SGD; go on with Adam"))
      var generator = SplitMix64(seed: 1)
      let other = LanguageModel(
        vocabularySize: 9, embeddingSize: 4, hiddenSize: 6, layers: 2, using: &generator)
      var adam = Adam(learningRate: 0.5)
      #expect(
        try message { _ = try Checkpoint(loading: file, into: other, &adam) }.contains("it is ["))
      #expect(adam.learningRate == 0.5 && adam.memory.slots.isEmpty)
      var broken = try Safetensors(contentsOf: file)
      broken.metadata["unroll.step"] = "x"
      try broken.write(to: file)
      #expect(
        try message { _ = try Checkpoint(loading: file, into: run.model, &adam) }.contains(
          "its \"unroll.step\" is not a number"))
      try run.model.save(safetensors: file)
      #expect(
        try message { _ = try Checkpoint(loading: file, into: run.model, &adam) }.contains(
          "it is no checkpoint; read its weights with load(safetensors:)"))
    }
  }

  @Test(
    "A checkpoint whose numbers cannot be a run's is refused and changes nothing",
    arguments: [
      ("step", "-5", "is -5, not from 0 to 9007199254740992"),
      ("step", "9007199254740993", "not from 0 to"),
      ("learningRate", "\(Float.nan.bitPattern)", "is nan, not a number of at least 0"),
      ("learningRate", "\(Float(-1).bitPattern)", "is -1.0, not a number of at least 0"),
      ("learningRate", "\(Float.infinity.bitPattern)", "is inf, not a number of at least 0"),
      ("updates/embedding.weight", "-7", "is -7, not from 0 to"),
      ("updates/embedding.weight", "4611686018427387904", "not from 0 to"),
      ("updates/embedding.weight", "\(Int.max)", "not from 0 to"),
      ("updates/embedding.weight", "99999999999999999999", "is not a number"),
      ("updates/nowhere", "3", "\"unroll.updates/nowhere\" belongs to no weights of the model"),
      ("generator", "-1", "is not a number"),
      ("plateau", "x 1 2 3 4 5 6 7", "\"unroll.plateau\" cannot be read"),
      ("plateau", "1 2 3", "\"unroll.plateau\" cannot be read"),
      ("plateau", Self.plateau(current: .nan), "\"unroll.plateau\" cannot be read"),
      ("plateau", Self.plateau(current: -1), "\"unroll.plateau\" cannot be read"),
      ("plateau", Self.plateau(threshold: .infinity), "\"unroll.plateau\" cannot be read"),
      ("plateau", Self.plateau(best: .nan), "\"unroll.plateau\" cannot be read"),
    ])
  func impossibleNumbers(key: String, value: String, message: String) throws {
    try Self.withChanged {
      $0.metadata["unroll." + key] = value
    } check: { problem in
      #expect(problem.contains(message), "\(problem)")
    }
  }

  @Test("A moment of no weights, or behind one that is missing, is refused")
  func strayMoments() throws {
    try Self.withChanged {
      $0["optimizer/0/nowhere"] = Tensor(1)
    } check: {
      #expect($0.contains("\"optimizer/0/nowhere\" belongs to no weights of the model"))
    }
    try Self.withChanged {
      $0["optimizer/0/embedding.weight"] = nil
    } check: {
      #expect($0.contains("\"optimizer/1/embedding.weight\" belongs to no weights"))
    }
  }

  /// A plateau as a checkpoint holds it.
  private static func plateau(
    threshold: Float = 0.1, best: Float = 2, current: Float = 0.5
  ) -> String {
    ([0.5, threshold, 0, best, current].map { "\($0.bitPattern)" } + ["3", "1"])
      .joined(separator: " ")
  }

  /// Changes a checkpoint of Adam's and loads it, which must fail and leave everything as it was.
  private static func withChanged(
    _ change: (inout Safetensors) -> Void, check: (String) -> Void
  ) throws {
    try withTemporaryFile { file in
      var generator = SplitMix64(seed: 2)
      let model = LanguageModel(
        vocabularySize: 5, embeddingSize: 2, hiddenSize: 3, using: &generator)
      var adam = Adam(learningRate: 0.01)
      for _ in 0..<2 {
        let logits = model([[1, 2]], model.initialState(batch: 1), Tape()).logits
        adam.minimize(logits.crossEntropy([2, 3]), of: model)
      }
      try Checkpoint(step: 2, generator: generator, plateau: Plateau())
        .save(file, model, adam)
      var tensors = try Safetensors(contentsOf: file)
      change(&tensors)
      try tensors.write(to: file)
      let before = model.head.weight.value
      model.head.weight.value = Tensor(zeros: before.shape)
      var other = Adam(learningRate: 0.5)
      let error = #expect(throws: SafetensorsError.self) {
        _ = try Checkpoint(loading: file, into: model, &other)
      }
      check(error?.description ?? "")
      #expect(other.learningRate == 0.5 && other.memory.slots.isEmpty)
      #expect(model.head.weight.value == Tensor(zeros: before.shape))
    }
  }
}
