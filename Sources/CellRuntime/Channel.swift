internal import CCellProcess
public import CellMessages

/// The pipe to the runner. Not for cells.
public enum Channel {
  /// Where frames go and commands come from.
  nonisolated(unsafe) static var frames: Int32 = -1
  nonisolated(unsafe) static var commands: Int32 = -1

  /// Takes the two descriptors that the runner passed.
  public static func open(frames: Int32, commands: Int32) {
    Channel.frames = frames
    Channel.commands = commands
  }

  /// Sends a frame; without a runner (a cell's code run elsewhere) it goes nowhere.
  public static func send(_ kind: FrameKind, _ payload: [UInt8] = []) {
    guard frames >= 0 else { return }
    let count = UInt32(payload.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + 5)
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift))) }
    bytes.append(kind.rawValue)
    bytes += payload
    if cell_write_all(frames, bytes, bytes.count) != 0 { cell_exit_now(1) }
  }

  /// Sends text.
  public static func send(_ kind: FrameKind, _ text: String) { send(kind, Array(text.utf8)) }

  /// Sends a frame behind everything printed so far, and waits until the runner has both.
  public static func sendAndWait(_ kind: FrameKind, _ payload: [UInt8]) {
    guard frames >= 0 else { return }
    cell_flush()
    send(kind, payload)
    guard let (command, _) = receive(), command == .acknowledge else { cell_exit_now(0) }
  }

  /// The next command, or `nil` when the runner is gone.
  public static func receive() -> (CommandKind, [UInt8])? {
    var header: [UInt8] = [0, 0, 0, 0, 0]
    guard cell_read_exactly(commands, &header, 5) == 0, let kind = CommandKind(rawValue: header[4])
    else { return nil }
    let count = (0..<4).reduce(0) { $0 | Int(header[$1]) << (8 * $1) }
    var payload = [UInt8](repeating: 0, count: count)
    guard count == 0 || cell_read_exactly(commands, &payload, count) == 0 else { return nil }
    return (kind, payload)
  }
}
