/// Rows and columns of words and numbers.
///
///     show(Table("Perplexity", columns: ["model", .number("perplexity", best: .lowest)],
///       rows: [["LSTM", 4.1], ["GRU", 4.3]]))
public struct Table: Sendable, Equatable, Codable, FigureConvertible {
  /// What stands in one place of a table.
  public enum Cell: Sendable, Equatable, Codable {
    /// A word.
    case text(String)
    /// A number, written with its column's decimals.
    case number(Number)
    /// Nothing.
    case empty
  }

  /// To which side a column is set.
  public enum Alignment: String, Sendable, Codable {
    /// To the left, as words are.
    case left
    /// To the right, as numbers are.
    case right
    /// In the middle.
    case center
  }

  /// One column: its head, and how its cells are written.
  public struct Column: Sendable, Equatable, Codable, ExpressibleByStringInterpolation {
    /// The head, with the unit.
    public var name: String
    /// To which side it is set; `nil` sets a column of numbers to the right.
    public var alignment: Alignment?
    /// How many decimals its numbers have; `nil` chooses by the numbers.
    public var decimals: Int?
    /// Which of its values is marked.
    public var best: Best?

    /// A column.
    public init(
      _ name: String, alignment: Alignment? = nil, decimals: Int? = nil, best: Best? = nil
    ) {
      self.name = name
      self.alignment = alignment
      self.decimals = decimals
      self.best = best
    }

    /// A column of its name alone.
    public init(stringLiteral name: String) { self.init(name) }

    /// A column of numbers.
    public static func number(
      _ name: String, decimals: Int? = nil, best: Best? = nil
    ) -> Column {
      Column(name, alignment: .right, decimals: decimals, best: best)
    }
  }

  /// What the table shows, written above it.
  public var title: String?
  /// The columns.
  public var columns: [Column]
  /// The cells, row by row.
  public var rows: [[Cell]]

  /// A table. Stops the program if a row has not as many cells as there are columns.
  public init(_ title: String? = nil, columns: [Column], rows: [[any TableValue]]) {
    self.title = title
    self.columns = columns
    self.rows = rows.map { $0.map(\.tableCell) }
    for (index, row) in rows.enumerated() where row.count != columns.count {
      fatalError(
        """
        Table(\(title.map { "\"\($0)\"" } ?? "")): there are \(columns.count) columns and row \
        \(index) has \(row.count) cells. Pass a cell for each column; "" leaves one empty.
        """)
    }
  }

  /// A table whose columns are known by name alone.
  public init(_ title: String? = nil, columns names: [String], rows: [[any TableValue]]) {
    self.init(title, columns: names.map { Column($0) }, rows: rows)
  }

  /// The table as a figure.
  public var figure: Figure { .table(self) }
}
