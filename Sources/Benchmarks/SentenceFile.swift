internal import Foundation

/// A file of sentences of word numbers, read one sentence at a time.
struct SentenceFile: Sequence {
  let url: URL
  let sentenceLength: Int

  /// Writes the words, `sentenceLength` to a sentence.
  init(_ words: [Int32], sentenceLength: Int, at url: URL) throws {
    (self.url, self.sentenceLength) = (url, sentenceLength)
    try words.withUnsafeBytes { try Data($0).write(to: url) }
  }

  func makeIterator() -> AnyIterator<[Int]> {
    let file = fopen(url.path, "r")
    return AnyIterator {
      let words = [Int32](unsafeUninitializedCapacity: sentenceLength) { buffer, count in
        count = file.map { fread(buffer.baseAddress, 4, sentenceLength, $0) } ?? 0
      }
      if words.isEmpty {
        if let file { fclose(file) }
        return nil
      }
      return words.map(Int.init)
    }
  }
}
