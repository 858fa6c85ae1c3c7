/// A source and its target, as tokens without marks.
public struct Pair: Sendable, Equatable {
  /// What is read.
  public var source: [Int]
  /// What is to be written.
  public var target: [Int]

  /// A pair.
  public init(source: [Int], target: [Int]) { (self.source, self.target) = (source, target) }

  /// The tokens of two texts.
  public init(_ texts: TextPair, source: some TextVocabulary, target: some TextVocabulary) {
    self.init(source: source.encode(texts.source), target: target.encode(texts.target))
  }
}
