/// Copying after a delay (Hochreiter and Schmidhuber, 1997; this form: Arjovsky, Shah and Bengio, 2016).
///
///     input   s₁ … s_n  blank × (delay − 1)  go  blank × n
///     target  blank × (n + delay)                s₁ … s_n
///
/// The symbols 1 … `kinds` are drawn uniformly; 0 is the blank, `kinds` + 1 says go. A sequence has
/// `delay` + 2n steps. **Chance**: without memory a symbol is guessed with probability 1/kinds, so the
/// cross-entropy is log kinds where it counts (the `weights` of the batch) and
/// n log kinds / (delay + 2n) over all steps.
public struct CopyTask: Sendable {
  /// How many different symbols there are.
  public let kinds: Int
  /// How many symbols are to be copied.
  public let length: Int
  /// Steps from the last symbol to the go, at least 1.
  public let delay: Int

  /// A task; sizes below 1 stop the program.
  public init(kinds: Int = 8, length: Int = 10, delay: Int) {
    require(
      kinds > 0 && length > 0 && delay > 0,
      "CopyTask: kinds \(kinds), length \(length) and delay \(delay) must be positive")
    (self.kinds, self.length, self.delay) = (kinds, length, delay)
  }

  /// The symbols, the blank and the go.
  public var vocabularySize: Int { kinds + 2 }

  /// Cross-entropy over all steps of the best answers without memory, in nats.
  public var chance: Double {
    Double(length) * logarithm(Double(kinds)) / Double(delay + 2 * length)
  }

  /// Some sequences; the weights are 1 at the symbols' places.
  public func batch(_ count: Int, using generator: inout some RandomNumberGenerator) -> TokenBatch {
    require(count > 0, "CopyTask: a batch of \(count); it must hold one sequence at least")
    let symbols = (0..<count).map { _ in
      (0..<length).map { _ in 1 + generator.index(below: kinds) }
    }
    func blank(_ steps: Int) -> [Int] { Array(repeating: 0, count: steps) }
    return TokenBatch(
      inputs: symbols.map { $0 + blank(delay - 1) + [kinds + 1] + blank(length) },
      targets: symbols.map { blank(length + delay) + $0 },
      weights: symbols.flatMap { row in
        (0..<(delay + 2 * length)).map { $0 < length + delay ? 0 : 1 }
      })
  }
}
