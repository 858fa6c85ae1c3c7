internal import Foundation
internal import SequenceModels

/// Word vectors of 100 floats from 3 million random words whose frequencies follow Zipf's law, in
/// sentences of 20, a vocabulary of 30,000: one pass is one step. gensim's peer reads names of words
/// from a file, this one numbers.
enum Word2VecCase {
  private static let words = 3_000_000
  private static let vocabulary = 30_000
  private static let sentence = 20

  static func measure(_ kind: Word2Vec.Kind, _ sampling: Sampling) throws -> [Measurement] {
    var generator = SplitMix64(seed: 7)
    let (file, counts) = try corpus(using: &generator)
    defer { try? FileManager.default.removeItem(at: file.url) }
    // As gensim's min_count: words that occur fewer than five times are left out.
    let sentences = file.lazy.map { $0.filter { counts[$0] >= 5 } }
    let model = Word2Vec(kind, size: 100, window: 5, negatives: 5, subsampling: 1e-3)
    // A pass takes seconds: three samples of one pass each.
    var few = sampling
    few.samples = min(sampling.samples, 3)
    let timing = few.timeOnce {
      _ = model.train(sentences, vocabularySize: vocabulary, epochs: 1, using: &generator)
    }
    return [Measurement(timing: timing, tokens: Double(words))]
  }

  /// The sentences, and how often each word occurs.
  private static func corpus(
    using generator: inout SplitMix64
  ) throws -> (file: SentenceFile, counts: [Int]) {
    let cumulative = (1...vocabulary).reduce(into: [0.0]) { $0.append($0[$1 - 1] + 1 / Double($1)) }
    let text = (0..<words).map { _ in draw(cumulative, using: &generator) }
    var counts = [Int](repeating: 0, count: vocabulary)
    for word in text { counts[Int(word)] += 1 }
    let url = FileManager.default.temporaryDirectory.appending(path: "words-\(getpid())")
    return (try SentenceFile(text, sentenceLength: sentence, at: url), counts)
  }

  /// A place, with a probability in proportion to how much the sums rise behind it.
  private static func draw(_ cumulative: [Double], using generator: inout SplitMix64) -> Int32 {
    let height = generator.unit() * cumulative[cumulative.count - 1]
    var (low, high) = (0, cumulative.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative[middle] <= height { low = middle } else { high = middle }
    }
    return Int32(low)
  }
}
