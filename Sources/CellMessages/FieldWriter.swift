/// Puts the fields of a payload together: integers little-endian, texts and lists with their length.
struct FieldWriter {
  private(set) var bytes: [UInt8] = []

  mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  /// The step in which a thread began, where that is known.
  mutating func birth(_ step: Int?) { integer(Int32(step ?? -1)) }

  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func text(_ value: String) { list(Array(value.utf8)) }

  mutating func list(_ value: [UInt8]) {
    integer(UInt32(value.count))
    bytes += value
  }

  mutating func addresses(_ value: [UInt64]) {
    integer(UInt32(value.count))
    for address in value { integer(address) }
  }

  /// Bytes that take the rest of the payload.
  mutating func rest(_ value: [UInt8]) { bytes += value }
}
