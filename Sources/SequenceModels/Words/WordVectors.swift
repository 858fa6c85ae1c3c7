/// A vector for every word of a vocabulary. A word that it does not hold stops the program.
public struct WordVectors: Sendable {
  /// The words.
  public let vocabulary: Vocabulary
  /// Their vectors, [words, size].
  public let vectors: Tensor
  /// Vectors of length 1 (or 0), one after the other.
  let directions: [Float]

  /// Given vectors, [words, size].
  public init(_ vectors: Tensor, vocabulary: Vocabulary) {
    require(
      vectors.shape.count == 2 && vectors.shape[0] == vocabulary.count,
      "WordVectors: vectors \(vectors.shape) for \(vocabulary.count) words; they must be [words, size]"
    )
    (self.vectors, self.vocabulary) = (vectors, vocabulary)
    var directions = vectors.elements
    let size = vectors.shape[1]
    for start in stride(from: 0, to: directions.count, by: max(size, 1)) {
      var square = 0.0
      for i in start..<(start + size) { square += Double(directions[i]) * Double(directions[i]) }
      let length = square.squareRoot()
      if length == 0 { continue }
      for i in start..<(start + size) { directions[i] = Float(Double(directions[i]) / length) }
    }
    self.directions = directions
  }

  /// The words by number.
  public var words: [String] { vocabulary.words }

  /// Floats per word.
  public var size: Int { vectors.shape[1] }

  /// A word's vector.
  public func vector(of word: String) -> [Float] {
    let start = number(of: word, "vector") * size
    return Array(vectors.elements[start..<(start + size)])
  }

  /// The cosine of the angle between two words' vectors.
  public func similarity(_ first: String, _ second: String) -> Double {
    cosine(number(of: first, "similarity"), number(of: second, "similarity"))
  }

  /// The `count` words whose vectors make the smallest angle with the word's, the nearest first.
  public func neighbours(
    of word: String, count: Int = 10
  ) -> [(word: String, similarity: Double)] {
    let own = number(of: word, "neighbours")
    return best(count, except: [own]) { cosine($0, own) }.map {
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

  func cosine(_ first: Int, _ second: Int) -> Double {
    directions.withUnsafeBufferPointer { directions in
      var sum = 0.0
      for i in 0..<size {
        sum += Double(directions[first * size + i]) * Double(directions[second * size + i])
      }
      return sum
    }
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
