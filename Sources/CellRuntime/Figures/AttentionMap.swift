public import Charts

/// Attention weights with the words that they join; `show` draws them as a heat map.
///
///     show(AttentionMap(weights, queries: target, keys: source))
public struct AttentionMap: FigureConvertible, Sendable {
  /// What the map shows.
  public var title: String
  /// The weight of each key (column) for each query (row).
  public var weights: [[Float]]
  /// The words that ask, one per row.
  public var queries: [String]
  /// The words that are looked at, one per column.
  public var keys: [String]
  /// Whether a query may not look at the keys behind it; those stay blank.
  public var isCausal: Bool

  /// A map. Stops the program if rows or columns do not fit the words.
  public init(
    _ weights: [[Float]], queries: [String], keys: [String], title: String = "Attention",
    isCausal: Bool = false
  ) {
    self.title = title
    self.weights = weights
    self.queries = queries
    self.keys = keys
    self.isCausal = isCausal
  }

  /// A heat map: rows ask, columns are looked at.
  public var figure: Figure {
    Heatmap(
      title, values: weights, rows: queries, columns: keys, rowLabel: "query", columnLabel: "key",
      scale: .sequential, limits: 0...1,
      mask: isCausal
        ? queries.indices.map { row in keys.indices.map { $0 > row } }
        : nil,
      legend: "attention weight"
    ).figure
  }
}
