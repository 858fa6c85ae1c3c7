internal import CCellMessages
internal import Charts

extension CellMessage {
  /// The byte that stands for each kind; those that C writes come from its header.
  private enum Kind {
    static let alive = UInt8(ascii: "A")
    static let loaded = UInt8(ascii: "L")
    static let loadFailed = UInt8(ascii: "B")
    static let stepStarted = UInt8(ascii: "S")
    static let stepEnded = UInt8(ascii: "E")
    static let idle = UInt8(ascii: "I")
    static let printed = UInt8(CELL_MESSAGE_PRINTED)
    static let figure = UInt8(ascii: "F")
    static let inlineValue = UInt8(ascii: "V")
    static let binding = UInt8(ascii: "N")
    static let progress = UInt8(ascii: "P")
    static let file = UInt8(CELL_MESSAGE_FILE)
    static let unrepeatable = UInt8(CELL_MESSAGE_UNREPEATABLE)
    static let drain = UInt8(CELL_MESSAGE_DRAIN)
    static let thrown = UInt8(ascii: "T")
    static let checkFailed = UInt8(ascii: "C")
    static let crash = UInt8(CELL_MESSAGE_CRASH)
    static let exitCalled = UInt8(ascii: "Y")
    static let ended = UInt8(ascii: "Q")
    static let snapshotRefused = UInt8(ascii: "R")
  }

  /// The message's bytes. Throws only for a figure that JSON cannot hold.
  public func frame() throws -> Frame {
    var fields = FieldWriter()
    let kind: UInt8
    switch self {
    case .alive(let process):
      kind = Kind.alive
      fields.integer(process)
    case .loaded(let base):
      kind = Kind.loaded
      fields.integer(base)
    case .loadFailed(let text):
      kind = Kind.loadFailed
      fields.text(text)
    case .stepStarted(let step):
      kind = Kind.stepStarted
      fields.integer(Int32(step))
    case .stepEnded(let step):
      kind = Kind.stepEnded
      fields.integer(Int32(step))
    case .idle: kind = Kind.idle
    case .printed(let birth, let isError, let bytes):
      kind = Kind.printed
      fields.birth(birth)
      fields.flag(isError)
      fields.rest(bytes)
    case .figure(let birth, let figure):
      kind = Kind.figure
      fields.birth(birth)
      fields.rest(try Payload.encode(figure))
    case .binding(let name, let state):
      kind = Kind.binding
      fields.integer(state.rawValue)
      fields.text(name)
    case .inlineValue(let text):
      kind = Kind.inlineValue
      fields.text(text)
    case .progress(let progress):
      kind = Kind.progress
      fields.rest(try Payload.encode(progress))
    case .file(let use, let path):
      kind = Kind.file
      fields.integer(use.byte)
      fields.rest(Array(path.utf8))
    case .unrepeatable(let source, let text):
      kind = Kind.unrepeatable
      fields.integer(source.byte)
      fields.rest(Array(text.utf8))
    case .drain: kind = Kind.drain
    case .thrown(let addresses, let text):
      kind = Kind.thrown
      fields.addresses(addresses)
      fields.text(text)
    case .checkFailed(let addresses, let text):
      kind = Kind.checkFailed
      fields.addresses(addresses)
      fields.text(text)
    case .crash(let signal, let isOverflow, let isForeign, let addresses):
      kind = Kind.crash
      fields.integer(signal)
      fields.integer(Int32(isOverflow ? 1 : 0) | (isForeign ? 2 : 0))
      fields.addresses(addresses)
    case .exitCalled(let status):
      kind = Kind.exitCalled
      fields.integer(status)
    case .ended(let status):
      kind = Kind.ended
      fields.integer(status)
    case .snapshotRefused: kind = Kind.snapshotRefused
    }
    return Frame(kind: kind, payload: fields.bytes)
  }

  /// Reads a message; says what is wrong with one that cannot be read.
  public init(_ frame: Frame) throws(BrokenMessage) {
    var fields = FieldReader(frame.payload)
    switch frame.plainKind {
    case Kind.alive: self = .alive(process: try fields.integer())
    case Kind.loaded: self = .loaded(base: try fields.integer())
    case Kind.loadFailed: self = .loadFailed(try fields.text())
    case Kind.stepStarted: self = .stepStarted(try fields.index())
    case Kind.stepEnded: self = .stepEnded(try fields.index())
    case Kind.idle: self = .idle
    case Kind.printed:
      let birth = try fields.birth()
      let isError = try fields.flag()
      self = .printed(birth: birth, isError: isError, fields.remaining())
    case Kind.figure:
      let birth = try fields.birth()
      self = .figure(birth: birth, try Self.json(Figure.self, fields.remaining(), "a figure"))
    case Kind.binding:
      let byte = try fields.integer(UInt8.self)
      guard let state = BindingState(rawValue: byte) else {
        throw BrokenMessage("a state of a name that is unknown (\(byte))")
      }
      self = .binding(name: try fields.text(), state)
    case Kind.inlineValue: self = .inlineValue(try fields.text())
    case Kind.progress:
      self = .progress(try Self.json(Progress.self, fields.remaining(), "progress"))
    case Kind.file:
      let byte = try fields.integer(UInt8.self)
      guard let use = FileUse.allCases.first(where: { $0.byte == byte }) else {
        throw BrokenMessage("a use of a file that is unknown (\(byte))")
      }
      self = .file(use, path: String(decoding: fields.remaining(), as: UTF8.self))
    case Kind.unrepeatable:
      let byte = try fields.integer(UInt8.self)
      guard let source = UnrepeatableSource.allCases.first(where: { $0.byte == byte }) else {
        throw BrokenMessage("a source that is unknown (\(byte))")
      }
      self = .unrepeatable(source, String(decoding: fields.remaining(), as: UTF8.self))
    case Kind.drain: self = .drain
    case Kind.thrown: self = .thrown(addresses: try fields.addresses(), text: try fields.text())
    case Kind.checkFailed:
      self = .checkFailed(addresses: try fields.addresses(), text: try fields.text())
    case Kind.crash:
      let signal = try fields.integer(Int32.self)
      let flags = try fields.integer(Int32.self)
      self = .crash(
        signal: signal, isOverflow: flags & 1 != 0, isForeign: flags & 2 != 0,
        addresses: try fields.addresses())
    case Kind.exitCalled: self = .exitCalled(try fields.integer())
    case Kind.ended: self = .ended(status: try fields.integer())
    case Kind.snapshotRefused: self = .snapshotRefused
    default: throw BrokenMessage("a message of an unknown kind (\(frame.plainKind))")
    }
    try fields.end()
  }

  private static func json<Value: Decodable>(
    _ type: Value.Type, _ bytes: [UInt8], _ name: String
  ) throws(BrokenMessage) -> Value {
    do { return try Payload.decode(type, from: bytes) } catch {
      throw BrokenMessage("\(name) that cannot be read")
    }
  }
}

extension FileUse {
  /// The byte that stands for it in C's header.
  var byte: UInt8 {
    switch self {
    case .read: UInt8(CELL_FILE_READ)
    case .listed: UInt8(CELL_FILE_LISTED)
    case .lookedFor: UInt8(CELL_FILE_LOOKED_FOR)
    case .written: UInt8(CELL_FILE_WRITTEN)
    }
  }
}

extension UnrepeatableSource {
  /// The byte that stands for it in C's header.
  var byte: UInt8 {
    switch self {
    case .clock: UInt8(CELL_SOURCE_CLOCK)
    case .random: UInt8(CELL_SOURCE_RANDOM)
    case .environment: UInt8(CELL_SOURCE_ENVIRONMENT)
    case .program: UInt8(CELL_SOURCE_PROGRAM)
    case .network: UInt8(CELL_SOURCE_NETWORK)
    case .thread: UInt8(CELL_SOURCE_THREAD)
    }
  }
}
