/// Sentences one after the other, cut into segments of at most 1000 words, which are drawn from apart:
/// what is drawn for one does not depend on the others.
struct WordCorpus: Sendable {
  static let segmentLength = 1000

  let words: [Int32]
  /// Where each piece, a sentence or 1000 words of a longer one, starts, and the end.
  let pieces: [Int]
  /// Ranges of pieces.
  let segments: [Range<Int>]
  /// How often each word occurs.
  let counts: [Int]

  init(_ sentences: [[Int]], vocabularySize: Int) {
    var words: [Int32] = []
    var counts = [Int](repeating: 0, count: vocabularySize)
    var pieces = [0]
    var segments: [Range<Int>] = []
    var first = 0  // piece of the open segment
    for (row, sentence) in sentences.enumerated() {
      for start in stride(from: 0, to: sentence.count, by: Self.segmentLength) {
        let end = min(start + Self.segmentLength, sentence.count)
        if words.count - pieces[first] + end - start > Self.segmentLength {
          segments.append(first..<(pieces.count - 1))
          first = pieces.count - 1
        }
        for place in start..<end {
          let word = sentence[place]
          require(
            counts.indices.contains(word),
            "Word2Vec: word \(word) at place \(place) of sentence \(row) is outside the vocabulary of "
              + "\(vocabularySize)")
          counts[word] += 1
          words.append(Int32(word))
        }
        pieces.append(words.count)
      }
    }
    if first < pieces.count - 1 { segments.append(first..<(pieces.count - 1)) }
    require(words.count > 1, "Word2Vec: the sentences hold \(words.count) words; give it a text")
    self.words = words
    self.pieces = pieces
    self.segments = segments
    self.counts = counts
  }

  func count(of segment: Range<Int>) -> Int {
    pieces[segment.upperBound] - pieces[segment.lowerBound]
  }
}
