/// What several runs of one experiment gave.
///
///     let error = Summary(runs.map(\.error))
///     "`{swift} error.text(2)` %"   // 0.59 (0.34 to 0.86)
public struct Summary: Sendable, Equatable {
  /// One per run.
  public let values: [Double]

  /// The values of all runs; there must be one.
  public init(_ values: some Sequence<some BinaryFloatingPoint>) {
    self.values = values.map { Double($0) }
    if self.values.isEmpty { fatalError("Summary: there are no values; run the experiment once") }
  }

  /// Their mean.
  public var mean: Double { values.reduce(0, +) / Double(values.count) }
  /// The lowest.
  public var low: Double { values.min() ?? mean }
  /// The highest.
  public var high: Double { values.max() ?? mean }
  /// From the lowest to the highest.
  public var spread: Double { high - low }

  /// Mean, lowest and highest with a count of decimals.
  public func text(_ decimals: Int) -> String {
    "\(fixed(mean, decimals)) (\(fixed(low, decimals)) to \(fixed(high, decimals)))"
  }
}
