/// Sentences one after the other, cut into segments of at most 1000 words, which are drawn from apart:
/// what is drawn for one does not depend on the others.
struct WordCorpus: Sendable {
  static let segmentLength = 1000

  /// Some sentences, or 1000 words of a longer one.
  struct Segment: Sendable {
    fileprivate(set) var words: [Int32] = []
    /// Where each piece, a sentence or a part of one, starts in `words`, and the end.
    fileprivate(set) var pieces = [0]

    /// The same, in no more memory than it takes.
    fileprivate var trimmed: Segment {
      Segment(
        words: words.withUnsafeBufferPointer { Array($0) },
        pieces: pieces.withUnsafeBufferPointer { Array($0) })
    }
  }

  let segments: [Segment]
  /// How often each word occurs.
  let counts: [Int]
  /// How many words there are in all.
  let length: Int

  /// A word outside the vocabulary stops the program, as does a text of fewer than two words.
  init(_ sentences: some Sequence<some Sequence<Int>>, vocabularySize: Int) {
    var segments: [Segment] = []
    var counts = [Int](repeating: 0, count: vocabularySize)
    var open = Segment()
    for (row, words) in sentences.enumerated() {
      let sentence = Array(words)
      for start in stride(from: 0, to: sentence.count, by: Self.segmentLength) {
        let end = min(start + Self.segmentLength, sentence.count)
        if open.words.count + end - start > Self.segmentLength {
          segments.append(open.trimmed)
          open.words.removeAll(keepingCapacity: true)
          open.pieces.removeSubrange(1...)
        }
        for place in start..<end {
          let word = sentence[place]
          require(
            counts.indices.contains(word),
            "Word2Vec: word \(word) at place \(place) of sentence \(row) is outside the vocabulary of "
              + "\(vocabularySize)")
          counts[word] += 1
          open.words.append(Int32(word))
        }
        open.pieces.append(open.words.count)
      }
    }
    if !open.words.isEmpty { segments.append(open.trimmed) }
    length = counts.reduce(0, +)
    require(length > 1, "Word2Vec: the sentences hold \(length) words; give it a text")
    (self.segments, self.counts) = (segments, counts)
  }
}
