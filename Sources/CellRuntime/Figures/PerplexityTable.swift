public import Charts
public import SequenceModels

/// Models compared on one text: cross-entropy, bits and perplexity, lowest marked.
///
///     show(PerplexityTable(["bigram": bigram, "LSTM": lstm], on: validation))
public struct PerplexityTable: FigureConvertible, Sendable {
  /// One row.
  public struct Row: Sendable {
    /// The model.
    public var name: String
    /// How many numbers it has, if that is known.
    public var parameters: Int?
    /// Mean cross-entropies in nats per token, one for each run of the model.
    public var nats: [Double]

    /// Mean over the runs.
    public var mean: Double { nats.reduce(0, +) / Double(max(nats.count, 1)) }
    /// From the best run to the worst; `nil` for a single run.
    public var spread: Double? {
      guard nats.count > 1, let low = nats.min(), let high = nats.max() else { return nil }
      return high - low
    }
  }

  /// In the order of the table.
  public private(set) var rows: [Row] = []
  /// What a token is: `"character"`, `"word"`.
  public var unit: String

  /// An empty table; see ``row(_:_:parameters:)``.
  public init(per unit: String = "token") { self.unit = unit }

  /// Models by name on one text; measures each.
  public init(
    _ models: KeyValuePairs<String, any TextModel>, on text: [Int], per unit: String = "token"
  ) {
    self.init(per: unit)
    for (name, model) in models {
      self = row(
        name, [model.crossEntropy(of: text)], parameters: (model as? any Layer)?.parameterCount)
    }
  }

  /// The table with one more row: cross-entropies in nats per token, one for each run.
  public func row(_ name: String, _ nats: [Double], parameters: Int? = nil) -> PerplexityTable {
    var table = self
    table.rows.append(Row(name: name, parameters: parameters, nats: nats))
    return table
  }

  /// The mean of a row by name, in nats per token.
  public subscript(name: String) -> Double? { rows.first { $0.name == name }?.mean }

  /// The table.
  public var figure: Figure {
    let hasParameters = rows.contains { $0.parameters != nil }
    let hasSpread = rows.contains { $0.spread != nil }
    var columns: [Table.Column] = ["model"]
    if hasParameters { columns.append(.number("parameters", decimals: 0)) }
    columns.append(.number("nats per \(unit)", decimals: 3))
    if hasSpread { columns.append(.number("spread", decimals: 3)) }
    columns.append(.number("bits per \(unit)", decimals: 3))
    columns.append(.number("perplexity", decimals: 2, best: .lowest))
    let cells = rows.map { row -> [any TableValue] in
      var cells: [any TableValue] = [row.name]
      if hasParameters { cells.append(row.parameters) }
      cells.append(row.mean)
      if hasSpread { cells.append(row.spread) }
      return cells + [bits(nats: row.mean), perplexity(crossEntropy: row.mean)]
    }
    return Table(columns: columns, rows: cells).figure
  }
}
