import Testing

@testable import SequenceModels

@Suite("Recurrent layers on an embedding") struct RecurrentInputTests {
  private struct Result {
    var output: Tensor
    var gradients: [Tensor]
  }

  /// 4 sequences of 9 steps over 5 tokens, of which one does not occur.
  private static let tokens = (0..<4).map { row in
    (0..<9).map { [0, 1, 2, 4][(row * 5 + $0 * $0) % 4] }
  }

  /// - Parameter copied: whether the vectors are copied first, so that the layer sees no table.
  private static func run(
    _ kind: RecurrentKind, lengths: [Int]?, copied: Bool
  ) throws -> Result {
    func run(_ layer: some StackedRecurrence) throws -> Result {
      let embedding = Embedding(vocabularySize: 5, size: 3, using: &generator)
      layer.clearGradients()
      let vectors = embedding(tokens, Tape())
      let x = copied ? vectors.reshaped([4 * 9, 3]).reshaped([4, 9, 3]) : vectors
      let (output, _) = lengths.map { layer(x, lengths: $0) } ?? layer(x)
      output.backward(seed: random(output.shape, seed: 3))
      return Result(
        output: output.value,
        gradients: try (embedding.parameters + layer.parameters).map {
          try #require($0.parameter.gradient)
        })
    }
    var generator = SplitMix64(seed: 5)
    return try run(kind.layer(3, 7, bidirectional: true))
  }

  @Test(
    "A token's product is made once: the same output, and gradients but for rounding",
    arguments: RecurrentKind.allCases, [[9, 9, 9, 9], [4, 9, 1, 7]])
  func sameAsWithoutTable(kind: RecurrentKind, lengths: [Int]) throws {
    let looked = try Self.run(kind, lengths: lengths, copied: false)
    let plain = try Self.run(kind, lengths: lengths, copied: true)
    #expect(looked.output == plain.output)
    for (a, b) in zip(looked.gradients, plain.gradients) {
      let scale = b.elements.reduce(0) { max($0, abs($1)) }
      let error = zip(a.elements, b.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(error <= 1e-5 * scale)
    }
    #expect(looked.gradients[0].elements[9..<12].allSatisfy { $0 == 0 }, "token 3 does not occur")
    // The way is another one, or the test compares a thing with itself.
    #expect(looked.gradients[0] != plain.gradients[0])
  }

  @Test("The gradient of the vectors can be kept, if it is asked for before they are read")
  func keptGradient() async throws {
    var generator = SplitMix64(seed: 1)
    let embedding = Embedding(vocabularySize: 5, size: 3, using: &generator)
    let layer = GRU(3, 4, using: &generator)
    let vectors = embedding(Self.tokens, Tape()).keepingGradient()
    layer(vectors).output.sum().backward()
    let gradient = try #require(vectors.gradient)
    let table = try #require(embedding.weight.gradient)
    #expect(gradient.shape == [4, 9, 3])
    let (sum, other) = (gradient.elements.reduce(0, +), table.elements.reduce(0, +))
    #expect(abs(sum - other) < 1e-4 * abs(other))
    await #expect(processExitsWith: .failure) {
      var generator = SplitMix64(seed: 1)
      let embedding = Embedding(vocabularySize: 5, size: 3, using: &generator)
      let layer = GRU(3, 4, using: &generator)
      let vectors = embedding(Self.tokens, Tape())
      _ = layer(vectors)
      vectors.keepingGradient()
    }
  }

  @Test("Where most tokens differ, vectors are multiplied as they stand")
  func distinctTokens() {
    let table = Variable(Tensor(zeros: [9, 2]))
    #expect(TableRows(table, [3, 1, 4, 1, 5]).distinct == nil)
    let found = TableRows(table, [3, 1, 3, 1, 3]).distinct
    #expect(found?.rows == [1, 3])
    #expect(found?.places == [1, 0, 1, 0, 1])
  }
}
