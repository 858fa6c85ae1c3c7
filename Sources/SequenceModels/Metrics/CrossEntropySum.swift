/// Cross-entropy added up exactly over batches of any sizes: the mean is over tokens, not over batches.
///
///     var sum = CrossEntropySum()
///     sum.add(nats: 12.5, tokens: 10, characters: 48, words: 9)
///     sum.perplexity
public struct CrossEntropySum: Sendable, Equatable {
  /// Σ −log p, in nats.
  public private(set) var nats = 0.0
  /// Tokens predicted.
  public private(set) var tokens = 0
  /// Characters that they stand for.
  public private(set) var characters = 0
  /// Words that they stand for.
  public private(set) var words = 0

  /// Nothing yet.
  public init() {}

  /// Adds a batch: the sum (not the mean) of its losses, and how much text it stands for.
  public mutating func add(nats: Double, tokens: Int, characters: Int = 0, words: Int = 0) {
    require(
      tokens >= 0 && characters >= 0 && words >= 0,
      "CrossEntropySum: \(tokens) tokens, \(characters) characters, \(words) words; none may be "
        + "negative")
    self.nats += nats
    self.tokens += tokens
    self.characters += characters
    self.words += words
  }

  /// Adds the mean loss of a batch, which counts as often as the batch has tokens.
  public mutating func add(mean: Double, tokens: Int, characters: Int = 0, words: Int = 0) {
    add(nats: mean * Double(tokens), tokens: tokens, characters: characters, words: words)
  }

  /// Nats per token.
  public var mean: Double { ratio(nats, tokens, "tokens") }
  /// e to the mean.
  public var perplexity: Double { exponential(mean) }
  /// Bits per character.
  public var bitsPerCharacter: Double { ratio(bits(nats: nats), characters, "characters") }
  /// Bits per word.
  public var bitsPerWord: Double { ratio(bits(nats: nats), words, "words") }
  /// e to the nats per word: comparable between models with different tokens.
  public var wordPerplexity: Double { exponential(ratio(nats, words, "words")) }

  private func ratio(_ sum: Double, _ count: Int, _ name: String) -> Double {
    require(count > 0, "CrossEntropySum: no \(name) were counted; pass them to add")
    return sum / Double(count)
  }
}
