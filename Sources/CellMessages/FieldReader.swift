internal import CCellMessages

/// Takes a payload apart as ``FieldWriter`` puts it together; says what is missing or too much.
struct FieldReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(BrokenMessage) -> Value {
    let size = Value.bitWidth / 8
    guard rest.count >= size else { throw BrokenMessage("a message that ends too early") }
    var value: Value = 0
    for (place, byte) in rest.prefix(size).enumerated() {
      value |= Value(truncatingIfNeeded: byte) << Value(8 * place)
    }
    rest.removeFirst(size)
    return value
  }

  /// A number that counts from 0, such as a step's place.
  mutating func index() throws(BrokenMessage) -> Int {
    let value = try integer(Int32.self)
    guard value >= 0 else { throw BrokenMessage("a message that names step \(value)") }
    return Int(value)
  }

  /// The step in which a thread began, where that is known.
  mutating func birth() throws(BrokenMessage) -> Int? {
    let value = try integer(Int32.self)
    return value < 0 ? nil : Int(value)
  }

  mutating func flag() throws(BrokenMessage) -> Bool {
    let value = try integer(UInt8.self)
    guard value < 2 else { throw BrokenMessage("a flag that is \(value), not 0 or 1") }
    return value == 1
  }

  mutating func list() throws(BrokenMessage) -> [UInt8] {
    let count = Int(try integer(UInt32.self))
    guard count <= rest.count else { throw BrokenMessage("a message that ends too early") }
    defer { rest.removeFirst(count) }
    return Array(rest.prefix(count))
  }

  /// Text; bytes that are not UTF-8 become `�`, for what a cell says need not be.
  mutating func text() throws(BrokenMessage) -> String {
    String(decoding: try list(), as: UTF8.self)
  }

  mutating func addresses() throws(BrokenMessage) -> [UInt64] {
    let count = Int(try integer(UInt32.self))
    guard count <= Int(CELL_MOST_ADDRESSES) else {
      throw BrokenMessage("a message of \(count) addresses, more than there can be")
    }
    var addresses: [UInt64] = []
    for _ in 0..<count { addresses.append(try integer(UInt64.self)) }
    return addresses
  }

  mutating func remaining() -> [UInt8] {
    defer { rest = [] }
    return Array(rest)
  }

  func end() throws(BrokenMessage) {
    guard rest.isEmpty else { throw BrokenMessage("a message with \(rest.count) bytes too many") }
  }
}
