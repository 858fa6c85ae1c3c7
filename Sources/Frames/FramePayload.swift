public import Charts
internal import FoundationEssentials

/// Values as the bytes of a frame, and back.
public enum FramePayload {
  /// A figure as JSON; not-a-number and infinities survive.
  public static func encode(_ figure: Figure) throws -> [UInt8] { try bytes(of: figure) }

  /// Progress as JSON.
  public static func encode(_ progress: Progress) throws -> [UInt8] { try bytes(of: progress) }

  /// The figure in a frame.
  public static func figure(from bytes: [UInt8]) throws -> Figure {
    try value(Figure.self, from: bytes)
  }

  /// The progress in a frame.
  public static func progress(from bytes: [UInt8]) throws -> Progress {
    try value(Progress.self, from: bytes)
  }

  private static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return [UInt8](try encoder.encode(value))
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8]
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }
}
