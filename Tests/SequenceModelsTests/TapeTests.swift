import Testing

@testable import SequenceModels

@Suite struct TapeTests {
  @Test("A value used twice gets the sum of both gradients")
  func gradientsAreSummed() throws {
    let x = Tape().variable(Tensor([2, 3], shape: [2]))
    (x * x + x).sum().backward()
    #expect(try #require(x.gradient).elements == [5, 7])
  }

  @Test("Backward a second time gives the same gradients; parameters sum them up")
  func backwardTwice() throws {
    let tape = Tape()
    let parameter = Parameter(Tensor([2], shape: [1]))
    let x = tape(parameter)
    let y = (x * x).sum()
    y.backward()
    y.backward()
    #expect(try #require(x.gradient).elements == [4])
    #expect(try #require(parameter.gradient).elements == [8])
  }

  @Test("No gradient flows through a detached value")
  func detachedStopsGradients() throws {
    let x = Tape().variable(Tensor([2], shape: [1]))
    (x * (x * x).detached).sum().backward()
    #expect(try #require(x.gradient).elements == [4])
  }

  @Test("A long chain is walked and released without recursion")
  func longChain() throws {
    let x = Tape().variable(Tensor([1], shape: [1]))
    var y = x
    for _ in 0..<100_000 { y = y + 1 }
    y.sum().backward()
    #expect(try #require(x.gradient).elements == [1])
  }

  @Test("A tape is released with the last of its values")
  func tapesAreReleased() {
    weak var tape: Tape?
    var generator = SplitMix64(seed: 91)
    let model = LanguageModel(
      vocabularySize: 3, embeddingSize: 2, hiddenSize: 2, using: &generator)
    do {
      let own = Tape()
      tape = own
      let (logits, state) = model([[0, 1]], model.initialState(batch: 1), own)
      logits.crossEntropy([1, 2]).backward()
      _ = state.detached
    }
    #expect(tape == nil)
  }

  @Test("Changing a copy of a tensor leaves the first as it is")
  func tensorsAreValues() {
    let first = Tensor([1, 2, 3], shape: [3])
    var second = first
    second.add(first)
    #expect(first.elements == [1, 2, 3])
    #expect(second.elements == [2, 4, 6])
  }

  @Test("A buffer that is used again holds nothing of its past where zeros are asked for")
  func buffersAreCleared() {
    for size in [3, 1024, 5000] {
      _ = Tensor(repeating: 7, shape: [size])
      #expect(Tensor(zeros: [size]).elements.allSatisfy { $0 == 0 })
    }
  }
}
