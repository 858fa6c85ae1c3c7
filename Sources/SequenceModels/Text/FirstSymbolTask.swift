/// Recall of the first symbol: after `span` more symbols, all drawn uniformly from the same `kinds`, the
/// answer is the one that came first (after the latching problem of Bengio, Simard and Frasconi, 1994).
///
/// A sequence has `span` + 1 steps. The first symbol is independent of all others, so **chance** is
/// 1/kinds, log kinds nats.
public struct FirstSymbolTask: Sendable {
  /// How many different symbols there are, numbered from 0.
  public let kinds: Int
  /// Steps from the first symbol to the last.
  public let span: Int

  /// A task; fewer than two kinds or a negative span stop the program.
  public init(kinds: Int = 8, span: Int) {
    require(
      kinds > 1 && span >= 0,
      "FirstSymbolTask: kinds \(kinds) must be at least 2 and span \(span) not negative")
    (self.kinds, self.span) = (kinds, span)
  }

  /// Some sequences, labelled with their first symbols.
  public func batch(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> LabelledBatch {
    require(count > 0, "FirstSymbolTask: a batch of \(count); it must hold one sequence at least")
    let inputs = (0..<count).map { _ in (0...span).map { _ in generator.index(below: kinds) } }
    return LabelledBatch(inputs: inputs, labels: inputs.map { $0[0] })
  }
}
