/// A type whose values can be drawn. Every integer and floating-point type of Swift is one, and
/// their optionals, `nil` being a value that is missing.
public protocol ChartNumber {
  /// The value as charts keep it.
  var chartValue: Double { get }
}

extension BinaryInteger where Self: ChartNumber {
  /// The nearest `Double`.
  public var chartValue: Double { Double(self) }
}

extension BinaryFloatingPoint where Self: ChartNumber {
  /// The nearest `Double`.
  public var chartValue: Double { Double(self) }
}

extension Optional: ChartNumber where Wrapped: ChartNumber {
  /// NaN for `nil`.
  public var chartValue: Double { self?.chartValue ?? .nan }
}

extension Int: ChartNumber {}
extension Int8: ChartNumber {}
extension Int16: ChartNumber {}
extension Int32: ChartNumber {}
extension Int64: ChartNumber {}
extension UInt: ChartNumber {}
extension UInt8: ChartNumber {}
extension UInt16: ChartNumber {}
extension UInt32: ChartNumber {}
extension UInt64: ChartNumber {}
extension Float: ChartNumber {}
extension Double: ChartNumber {}
