/// The values of a series. Unlike `[Double]` it survives JSON when values are not finite, and NaN
/// equals NaN, so that a figure equals its copy.
public struct Numbers: Sendable, Equatable, Codable, ExpressibleByArrayLiteral {
  /// The values; NaN and infinities are left out of drawings, and counted there.
  public var values: [Double]

  /// Values as they are.
  public init(_ values: [Double]) { self.values = values }

  /// Values of any numeric type; `nil` becomes NaN.
  public init<Value: ChartNumber>(_ values: some Sequence<Value>) {
    self.values = values.map(\.chartValue)
  }

  /// Values written out.
  public init(arrayLiteral elements: Double...) { values = elements }

  /// How many there are.
  public var count: Int { values.count }

  /// Equal in place, NaN being equal to itself.
  public static func == (left: Numbers, right: Numbers) -> Bool {
    left.values.elementsEqual(right.values) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// Reads numbers, and the words for those that are not finite.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    values = []
    while !container.isAtEnd { values.append(try container.decode(Number.self).value) }
  }

  /// Writes finite values as numbers, the others as words.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for value in values { try container.encode(Number(value)) }
  }
}

/// One value, with the same two promises as ``Numbers``.
public struct Number: Sendable, Equatable, Codable {
  /// The value.
  public var value: Double

  /// A value as it is.
  public init(_ value: Double) { self.value = value }

  /// Equal, NaN being equal to itself.
  public static func == (left: Number, right: Number) -> Bool {
    left.value == right.value || (left.value.isNaN && right.value.isNaN)
  }

  /// Reads a number, or the word for one that is not finite.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let word = try? container.decode(String.self) else {
      value = try container.decode(Double.self)
      return
    }
    switch word {
    case "nan": value = .nan
    case "inf": value = .infinity
    case "-inf": value = -.infinity
    default:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(word)” is not a number: use nan, inf or -inf")
    }
  }

  /// Writes a finite value as a number, another as a word.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")
    }
  }
}
