import Testing

@testable import SequenceModels

/// Ways to use word vectors wrongly, and what the program must say then.
enum Word2VecWrongUse: String, CaseIterable, Codable, Sendable {
  case sizes, rate, epochs, outside, noWords, weights, oneWord, vectors, unknown, count, plane
  case spaces, componentRows, componentCount, componentFinite, projection

  /// Part of the message.
  var message: String {
    switch self {
    case .sizes: "Word2Vec: size 4, window 0 and negatives 5 must be positive"
    case .rate: "Word2Vec: subsampling -1.0 must be at least 0, learningRate 0.05 more than 0"
    case .epochs: "Word2Vec: epochs 0 must be positive"
    case .outside: "Word2Vec: word 3 at place 1 of sentence 2 is outside the vocabulary of 3"
    case .noWords: "Word2Vec: the sentences hold 1 words; give it a text"
    case .weights: "AliasTable: the 2 weights must be at least 0, and one of them more"
    case .oneWord: "HuffmanTree: 1 words; there must be at least 2"
    case .vectors: "WordVectors: vectors [3, 2] for 2 words; they must be [words, size]"
    case .unknown: "analogy: the word \"c\" is not among the 2 that have a vector"
    case .count: "WordVectors: a count of -1 words is negative"
    case .plane: "plane: 1 words of 2 floats; 2 words and 2 floats are the least"
    case .spaces: "WordVectors: the word \"a b\" is empty or holds white space"
    case .componentRows: "PrincipalComponents: the tensor is [1, 2]; it must be [rows, columns]"
    case .componentCount: "PrincipalComponents: 3 components of 2 columns; ask for 1 ... 2"
    case .componentFinite: "PrincipalComponents: the tensor [2, 1] is not finite"
    case .projection: "project: the tensor is [2, 3]; the components are of 2 columns"
    }
  }

  /// Does it.
  func run() {
    var generator = SplitMix64(seed: 1)
    let model = Word2Vec(.skipGram, size: 4)
    let vectors = WordVectors(
      Tensor([1, 2, 3, 4], shape: [2, 2]), vocabulary: Vocabulary(words: ["a b", "b"]))
    switch self {
    case .sizes: _ = Word2Vec(.cbow, size: 4, window: 0)
    case .rate: _ = Word2Vec(.cbow, size: 4, subsampling: -1)
    case .epochs: _ = model.train([[0, 1]], vocabularySize: 2, epochs: 0, using: &generator)
    case .outside: _ = model.train([[0], [], [1, 3]], vocabularySize: 3, using: &generator)
    case .noWords: _ = model.train([[0]], vocabularySize: 3, using: &generator)
    case .weights: _ = AliasTable([0, 0])
    case .oneWord:
      _ = Word2Vec(.cbow, size: 4, objective: .hierarchicalSoftmax).train(
        [[0, 0]], vocabularySize: 1, using: &generator)
    case .vectors:
      _ = WordVectors(Tensor(zeros: [3, 2]), vocabulary: Vocabulary(words: ["a", "b"]))
    case .unknown: _ = vectors.analogy("b", "b", "c")
    case .count: _ = vectors.neighbours(of: "b", count: -1)
    case .plane: _ = vectors.plane(of: ["b"])
    case .spaces: _ = vectors.text
    case .componentRows: _ = PrincipalComponents(Tensor(zeros: [1, 2]))
    case .componentCount: _ = PrincipalComponents(Tensor(zeros: [4, 2]), count: 3)
    case .componentFinite: _ = PrincipalComponents(Tensor([.nan, 1], shape: [2, 1]), count: 1)
    case .projection: _ = PrincipalComponents(vectors.vectors).project(Tensor(zeros: [2, 3]))
    }
  }
}

@Suite struct Word2VecMessageTests {
  @Test("Wrong use stops the program with what failed", arguments: Word2VecWrongUse.allCases)
  func wrongUse(use: Word2VecWrongUse) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [use] in
      use.run()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains(use.message), "\(text.prefix(300))")
  }
}
