/// A value that can stand in a table.
public protocol TableValue {
  /// The value as a table keeps it.
  var tableCell: Table.Cell { get }
}

extension Table.Cell: TableValue {
  /// Itself.
  public var tableCell: Table.Cell { self }
}

extension String: TableValue {
  /// The words, or nothing if there are none.
  public var tableCell: Table.Cell { isEmpty ? .empty : .text(self) }
}

extension Character: TableValue {
  /// The character as a word.
  public var tableCell: Table.Cell { .text(String(self)) }
}

extension Bool: TableValue {
  /// `yes` or `no`.
  public var tableCell: Table.Cell { .text(self ? "yes" : "no") }
}

extension Optional: TableValue where Wrapped: TableValue {
  /// Nothing for `nil`.
  public var tableCell: Table.Cell { self?.tableCell ?? .empty }
}

extension TableValue where Self: ChartNumber {
  /// The number.
  public var tableCell: Table.Cell { .number(Number(chartValue)) }
}

extension Int: TableValue {}
extension Int8: TableValue {}
extension Int16: TableValue {}
extension Int32: TableValue {}
extension Int64: TableValue {}
extension UInt: TableValue {}
extension UInt8: TableValue {}
extension UInt16: TableValue {}
extension UInt32: TableValue {}
extension UInt64: TableValue {}
extension Float: TableValue {}
extension Double: TableValue {}
