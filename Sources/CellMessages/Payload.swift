internal import FoundationEssentials

/// Values as the bytes of a message or of a cache entry, and back: JSON with sorted keys in which
/// not-a-number and infinities survive.
public enum Payload {
  /// The bytes of a value.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let bytes = [UInt8](try encoder.encode(value))
    guard isShallow(bytes) else { throw TooDeep() }
    return bytes
  }

  /// The value in some bytes.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>
  ) throws -> Value {
    let bytes = Data(bytes)
    guard isShallow(bytes) else { throw TooDeep() }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: bytes)
  }

  /// Values may lie in each other so deep: readers go down by calls, and a stack has an end.
  static let mostNesting = 192

  /// A value that lies too deep in others.
  struct TooDeep: Error, CustomStringConvertible {
    var description: String { "its parts are nested more than \(mostNesting) deep" }
  }

  /// Whether no brackets lie deeper in each other than may be; brackets in texts do not count.
  private static func isShallow(_ bytes: some Sequence<UInt8>) -> Bool {
    var depth = 0
    var isText = false
    var isEscaped = false
    for byte in bytes {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth > mostNesting { return false }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return true
  }
}
