internal import CCellMessages

/// The bytes of one message or command: the payload's length, a byte for the kind, the payload.
public struct Frame: Sendable, Equatable {
  /// Which message or command it is.
  public var kind: UInt8
  /// What belongs to it.
  public var payload: [UInt8]

  /// Bytes before the payload.
  public static let headerSize = Int(CELL_FRAME_HEADER)
  /// A longer payload is a broken message.
  public static let mostPayload = Int(CELL_MOST_PAYLOAD)

  /// A frame of a kind.
  public init(kind: UInt8, payload: [UInt8] = []) {
    self.kind = kind
    self.payload = payload
  }

  /// Header and payload.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + Self.headerSize)
    let count = UInt32(payload.count)
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift))) }
    bytes.append(kind)
    bytes += payload
    return bytes
  }

  /// Whether the sender waits for an acknowledgement.
  public var isAwaited: Bool { kind & UInt8(CELL_AWAITS) != 0 }

  /// The kind without that.
  public var plainKind: UInt8 { kind & ~UInt8(CELL_AWAITS) }

  /// The payload's length in a header of ``headerSize`` bytes.
  public static func payloadCount(inHeader header: some Collection<UInt8>) -> Int {
    header.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

/// A message or command that cannot be understood.
public struct BrokenMessage: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong with it.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Takes frames from a stream of bytes as they come in.
public struct FrameBuffer: Sendable {
  private var bytes: [UInt8] = []
  private var start = 0

  /// An empty stream.
  public init() {}

  /// Appends what was read.
  public mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

  /// The next whole frame, or `nil` until more has come in.
  public mutating func next() throws(BrokenMessage) -> Frame? {
    guard bytes.count - start >= Frame.headerSize else { return nil }
    let count = Frame.payloadCount(inHeader: bytes[start...])
    guard count <= Frame.mostPayload else {
      throw BrokenMessage("a message of \(count) bytes, more than there can be")
    }
    let end = start + Frame.headerSize + count
    guard bytes.count >= end else { return nil }
    let frame = Frame(
      kind: bytes[start + Frame.headerSize - 1],
      payload: Array(bytes[(start + Frame.headerSize)..<end]))
    start = end
    if start == bytes.count || start > 1 << 20 {
      bytes.removeFirst(start)
      start = 0
    }
    return frame
  }
}
