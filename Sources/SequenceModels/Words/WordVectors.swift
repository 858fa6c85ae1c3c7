/// A vector for every word of a vocabulary. A word that it does not hold stops the program.
public struct WordVectors: Sendable {
  /// The words.
  public let vocabulary: Vocabulary
  /// Their vectors, [words, size].
  public let vectors: Tensor
  /// Their lengths.
  private let lengths: [Double]

  /// Given vectors, [words, size].
  public init(_ vectors: Tensor, vocabulary: Vocabulary) {
    require(
      vectors.shape.count == 2 && vectors.shape[0] == vocabulary.count,
      "WordVectors: vectors \(vectors.shape) for \(vocabulary.count) words; they must be [words, size]"
    )
    (self.vectors, self.vocabulary) = (vectors, vocabulary)
    let size = vectors.shape[1]
    lengths = (0..<vocabulary.count).map { row in
      var square = 0.0
      for i in 0..<size {
        let element = Double(vectors.pointer[row * size + i])
        square += element * element
      }
      return square == 0 ? 1 : square.squareRoot()
    }
  }

  /// The words by number.
  public var words: [String] { vocabulary.words }

  /// Floats per word.
  public var size: Int { vectors.shape[1] }

  /// A word's vector.
  public func vector(of word: String) -> [Float] {
    let start = number(of: word, "vector") * size
    return Array(UnsafeBufferPointer(start: vectors.pointer + start, count: size))
  }

  /// The cosine of the angle between two words' vectors.
  public func similarity(_ first: String, _ second: String) -> Double {
    cosine(direction(of: number(of: first, "similarity")), number(of: second, "similarity"))
  }

  /// The `count` words whose vectors make the smallest angle with the word's, the nearest first.
  public func neighbours(
    of word: String, count: Int = 10
  ) -> [(word: String, similarity: Double)] {
    let own = number(of: word, "neighbours")
    let direction = direction(of: own)
    return best(count, except: [own]) { cosine(direction, $0) }.map {
      (word: $0.word, similarity: $0.score)
    }
  }

  /// The words of the highest scores, the first number first among equal ones.
  func best(
    _ count: Int, except: [Int], by score: (Int) -> Double
  ) -> [(word: String, score: Double)] {
    require(count >= 0, "WordVectors: a count of \(count) words is negative")
    return words.indices.filter { !except.contains($0) }.map { (number: $0, score: score($0)) }
      .sorted { ($1.score, $0.number) < ($0.score, $1.number) }
      .prefix(count).map { (word: words[$0.number], score: $0.score) }
  }

  /// Of a direction and a word's.
  func cosine(_ direction: [Double], _ word: Int) -> Double {
    (0..<size).reduce(into: 0) { $0 += direction[$1] * element($1, ofDirection: word) }
  }

  /// A word's vector, scaled to length 1 (0 stays 0).
  func direction(of word: Int) -> [Double] { (0..<size).map { element($0, ofDirection: word) } }

  private func element(_ i: Int, ofDirection word: Int) -> Double {
    Double(Float(Double(vectors.pointer[word * size + i]) / lengths[word]))
  }

  func number(of word: String, _ caller: String) -> Int {
    guard let number = vocabulary[word] else {
      fatalError(
        "\(caller): the word \"\(word)\" is not among the \(words.count) that have a vector; "
          + "ask `vocabulary[word]` first")
    }
    return number
  }
}
