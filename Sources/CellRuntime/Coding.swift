/// The key of a property, by its name. Not for cells.
public struct _UnrollKey: CodingKey {
  /// The name.
  public var stringValue: String
  /// Names are no numbers.
  public var intValue: Int? { nil }

  /// The key of a name.
  public init(_ name: String) { stringValue = name }
  /// The key of a name.
  public init?(stringValue: String) { self.init(stringValue) }
  /// There is none.
  public init?(intValue: Int) { nil }
}

/// Writes a property. Not for cells.
@_disfavoredOverload
public func _unrollEncode<Value: Encodable, Key>(
  _ value: Value, _ container: inout KeyedEncodingContainer<Key>, _ key: Key
) throws {
  try container.encode(value, forKey: key)
}

/// Writes a property that may have no value. Not for cells.
public func _unrollEncode<Value: Encodable, Key>(
  _ value: Value?, _ container: inout KeyedEncodingContainer<Key>, _ key: Key
) throws {
  try container.encodeIfPresent(value, forKey: key)
}

/// Reads a property. Not for cells.
@_disfavoredOverload
public func _unrollDecode<Value: Decodable, Key>(
  _ container: KeyedDecodingContainer<Key>, _ key: Key
) throws -> Value {
  try container.decode(Value.self, forKey: key)
}

/// Reads a property that may have no value. Not for cells.
public func _unrollDecode<Value: Decodable, Key>(
  _ container: KeyedDecodingContainer<Key>, _ key: Key
) throws -> Value? {
  try container.decodeIfPresent(Value.self, forKey: key)
}

/// The key of the one case that is encoded. Not for cells.
public func _unrollCase<Key, Value>(
  _ container: KeyedDecodingContainer<Key>, of type: Value.Type
) throws -> Key {
  guard container.allKeys.count == 1, let key = container.allKeys.first else {
    throw DecodingError.typeMismatch(
      type,
      DecodingError.Context(
        codingPath: container.codingPath,
        debugDescription:
          "Invalid number of keys found, expected one, found \(container.allKeys.count)."))
  }
  return key
}

/// What is thrown where a key names no case. Not for cells.
public func _unrollNoCase<Key, Value>(
  _ container: KeyedDecodingContainer<Key>, of type: Value.Type
) -> any Error {
  DecodingError.typeMismatch(
    type,
    DecodingError.Context(
      codingPath: container.codingPath,
      debugDescription: "Invalid number of keys found, expected one, found 0."))
}
