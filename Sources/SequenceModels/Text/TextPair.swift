/// A text and what it should become.
public struct TextPair: Sendable, Hashable {
  /// What a model reads.
  public let source: String
  /// What it should write.
  public let target: String

  /// A pair of a source and its target.
  public init(source: String, target: String) { (self.source, self.target) = (source, target) }
}

extension TextPair {
  /// `count` pairs that `draw` gives, no source twice.
  ///
  /// The caller sees to it that there are at least twice as many sources, so that few draws are lost.
  static func distinct(_ count: Int, draw: () -> TextPair) -> [TextPair] {
    var known: Set<String> = []
    var pairs: [TextPair] = []
    pairs.reserveCapacity(count)
    while pairs.count < count {
      let pair = draw()
      if known.insert(pair.source).inserted { pairs.append(pair) }
    }
    return pairs
  }
}
