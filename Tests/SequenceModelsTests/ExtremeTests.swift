import Testing

@testable import SequenceModels

@Suite struct ExtremeTests {
  @Test(
    "Numbers and sizes that nothing can be made of stop the program with the call's name",
    arguments: ExtremeUse.allCases)
  func stops(use: ExtremeUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }

  @Test("What is not a number gives what is not a number")
  func notANumber() {
    #expect(perplexity(crossEntropy: .nan).isNaN)
    #expect(exponential(.nan).isNaN && exponential(.signalingNaN).isNaN && logarithm(.nan).isNaN)
    #expect(bits(nats: .nan).isNaN)
    #expect(exponential(.infinity) == .infinity && exponential(-.infinity) == 0)
    #expect(perplexity(crossEntropy: .infinity) == .infinity)
    #expect(LengthNormalization.power(0).divisor(length: 0).isNaN)
  }

  @Test("A beam search that comes to a dead end has found nothing, or what ended before")
  func deadEnds() {
    let start = ContextDecoder.State(contexts: [[]])
    let dead = ContextDecoder(vocabularySize: 2) { $0.count > 1 ? [0, 0] : [1, 0] }
    let nothing = BeamSearch(width: 2, length: 4)(dead, from: start, start: 0)
    #expect(nothing.hypotheses.isEmpty && nothing.steps == 2)
    #expect(exhaustiveSearch(dead, from: start, start: 0, length: 4).isEmpty)
    // Token 2 ends; after token 0 nothing goes on.
    let some = ContextDecoder(vocabularySize: 3) { $0.count > 1 ? [0, 0, 0] : [0.7, 0, 0.3] }
    let found = BeamSearch(width: 3, length: 4, end: 2, count: 3)(some, from: start, start: 0)
    #expect(found.hypotheses.map(\.tokens) == [[]])
    #expect(found[0].isFinished)
  }

  @Test("One possible token is drawn however impossible the others are")
  func onePossibleToken() {
    var generator = SplitMix64(seed: 1)
    for temperature in [0, 0.5, 1, 40] as [Float] {
      let drawn = draw(
        [-.infinity, -3e38, -.infinity], temperature: temperature, using: &generator)
      #expect(drawn == 1)
    }
  }

  @Test("A shape with a size of 0 holds nothing, whatever its other sizes are")
  func emptyShapes() {
    #expect(Tensor(zeros: [1 << 40, 0, 1 << 40]).count == 0)
    #expect(Tensor(zeros: [0, 1 << 62, 1 << 62]).count == 0)
  }
}
