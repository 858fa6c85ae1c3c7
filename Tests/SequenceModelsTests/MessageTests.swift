import Testing

@testable import SequenceModels

@Suite struct MessageTests {
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

  private func message(_ result: ExitTest.Result?) throws -> String {
    String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
  }
}
