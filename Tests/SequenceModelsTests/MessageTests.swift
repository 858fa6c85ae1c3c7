import Testing

@testable import SequenceModels

@Suite struct MessageTests {
  @Test("Wrong use stops the program with what failed and the mend", arguments: WrongUse.allCases)
  func wrongUse(use: WrongUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = try message(result)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }

  @Test("Matrices that do not fit stop the program with both shapes")
  func matricesThatDoNotFit() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let x = tape.constant(Tensor(zeros: [2, 3]))
      _ = x.matmul(tape.constant(Tensor(zeros: [4, 5])))
    }
    #expect(try message(result).contains("matmul: x is [2, 3] and y is [4, 5]"))
  }

  @Test("A token outside the vocabulary stops the program with its place")
  func tokenOutOfRange() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      let embedding = Embedding(vocabularySize: 4, size: 2, using: &generator)
      _ = embedding([[0, 3], [1, 4]], Tape())
    }
    #expect(
      try message(result).contains("token 4 at place 3 is outside the vocabulary of 4"))
  }

  @Test("An empty sequence stops the program")
  func emptySequence() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      _ = LSTM(3, 2, using: &generator)(Tape().constant(Tensor(zeros: [2, 0, 3])))
    }
    #expect(try message(result).contains("the sequence is empty"))
  }

  @Test("A loss without a tape stops the program with the mend")
  func lossWithoutTape() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      let logits = Linear(3, 2, using: &generator)(Variable(Tensor(zeros: [4, 3])))
      logits.crossEntropy([0, 1, 0, 1]).backward()
    }
    #expect(try message(result).contains("was computed without a tape; make one with Tape()"))
  }

  @Test("A value of an earlier tape stops the program with the mend")
  func valueOfAnotherTape() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (x, y) = (Tensor(zeros: [2]), Tensor(zeros: [2]))
      _ = Tape().constant(x) + Tape().constant(y)
    }
    #expect(try message(result).contains("belongs to another tape; take its `detached`"))
  }

  @Test("A character that is not known stops the program with its place")
  func unknownCharacter() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = CharacterVocabulary("abc").encode("abxc")
    }
    #expect(try message(result).contains("the character \"x\" at place 2 is not among the 3"))
  }

  @Test("A word that is not known stops the program where there is no <unk>")
  func unknownWord() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Vocabulary("a b c").encode("a d")
    }
    #expect(try message(result).contains("the word \"d\" at place 1 is not among the 3"))
  }

  @Test("A loss that is not finite stops training with its step")
  func lossThatIsNotFinite() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 1)
      let model = LanguageModel(
        vocabularySize: 3, embeddingSize: 2, hiddenSize: 2, using: &generator)
      let text = (0..<100).map { $0 % 3 }
      // Breaks the model after the second of its steps.
      TrainingProgress.report = { step, _, _, _ in
        if step == 2 { model.head.bias.value = Tensor([.nan, 0, 0], shape: [3]) }
      }
      train(model, on: text, batch: 2, time: 4, steps: 5, optimizer: Adam())
    }
    #expect(try message(result).contains("train: the loss is nan at step 3"))
  }

  private func message(_ result: ExitTest.Result?) throws -> String {
    String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
  }
}
