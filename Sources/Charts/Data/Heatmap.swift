/// A matrix as coloured cells: attention, weights, hidden states.
public struct Heatmap: Sendable, Equatable, Codable, FigureConvertible {
  /// What the cells show.
  public var title: String
  /// A line below the title.
  public var subtitle: String?
  /// The values, row by row; rows of equal length.
  public var values: [Numbers]
  /// A word beside each row, or none at all.
  public var rows: [String]
  /// A word above each column, or none at all.
  public var columns: [String]
  /// What the rows are, `"query"`.
  public var rowLabel: String
  /// What the columns are, `"key"`.
  public var columnLabel: String
  /// How a value becomes a colour.
  public var scale: ColorScale
  /// The values of the first and last colour; `nil` fits the values.
  public var limits: ClosedRange<Double>?
  /// `true` where a cell is to stay blank.
  public var mask: [[Bool]]?
  /// What the values are, `"attention weight"`.
  public var legend: String

  /// A matrix. Stops the program if rows, labels or mask do not fit each other.
  ///
  /// - `mask` is `true` where a cell is to stay blank.
  /// - `limits` are the values of the first and last colour. A diverging scale widens them until 0
  ///   lies in the middle.
  public init<Value: ChartNumber>(
    _ title: String, subtitle: String? = nil, values: [[Value]], rows: [String] = [],
    columns: [String] = [], rowLabel: String = "", columnLabel: String = "",
    scale: ColorScale = .sequential, limits: ClosedRange<Double>? = nil, mask: [[Bool]]? = nil,
    legend: String = ""
  ) {
    self.title = title
    self.subtitle = subtitle
    self.values = values.map { Numbers($0) }
    self.rows = rows
    self.columns = columns
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.scale = scale
    self.limits = limits
    self.mask = mask
    self.legend = legend
    requireFit()
  }

  /// The heat map as a figure.
  public var figure: Figure { .heatmap(self) }

  /// How many cells stand side by side.
  public var columnCount: Int { values.first?.count ?? 0 }

  private func requireFit() {
    let width = columnCount
    for (index, row) in values.enumerated() where row.count != width {
      stop("row 0 has \(width) values and row \(index) has \(row.count)", "rows of equal length")
    }
    if !rows.isEmpty && rows.count != values.count {
      stop("there are \(values.count) rows and \(rows.count) row labels", "a label for each row")
    }
    if !columns.isEmpty && columns.count != width {
      stop(
        "there are \(width) columns and \(columns.count) column labels", "a label for each column")
    }
    if let mask, mask.count != values.count || mask.contains(where: { $0.count != width }) {
      let found = "[\(mask.count), \(mask.first?.count ?? 0)]"
      stop("values are [\(values.count), \(width)] and mask is \(found)", "a mask of equal shape")
    }
  }

  private func stop(_ found: String, _ mend: String) -> Never {
    fatalError("Heatmap(\"\(title)\"): \(found). Pass \(mend).")
  }
}
