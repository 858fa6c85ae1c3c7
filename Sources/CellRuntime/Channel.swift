internal import CCellMessages
internal import CCellProcess
public import CellMessages

/// The way to the runner. Not for cells.
public enum Channel {
  /// Takes the descriptors that the runner passed.
  public static func open() {
    cell_open_channel(Int32(CELL_MESSAGES), Int32(CELL_ACKNOWLEDGEMENTS))
  }

  /// Sends a message behind everything printed so far; without a runner (a cell's code run elsewhere) it
  /// goes nowhere. From any thread. Waits until the runner has taken it where the message's kind says so.
  public static func send(_ message: CellMessage) {
    guard cell_has_channel() != 0 else { return }
    cell_flush()
    do {
      let frame = try message.frame()
      cell_send(
        Int32(frame.kind), nil, 0, frame.payload, frame.payload.count,
        message.isAcknowledged ? 1 : 0)
    } catch {
      fatalError("show: this cannot be sent to the report: \(error)")
    }
  }

  /// The next command, or `nil` when the runner is gone.
  public static func receive() -> CellCommand? {
    guard cell_has_channel() != 0 else { return nil }
    var header = [UInt8](repeating: 0, count: Frame.headerSize)
    guard cell_read_exactly(Int32(CELL_COMMANDS), &header, header.count) == 0 else { return nil }
    let count = Frame.payloadCount(inHeader: header)
    guard count <= Frame.mostPayload else { return nil }
    var payload = [UInt8](repeating: 0, count: count)
    guard count == 0 || cell_read_exactly(Int32(CELL_COMMANDS), &payload, count) == 0 else {
      return nil
    }
    return try? CellCommand(Frame(kind: header[Frame.headerSize - 1], payload: payload))
  }
}
