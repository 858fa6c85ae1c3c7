internal import CCellMessages
internal import CCellProcess
internal import Charts
internal import CellMessages

/// States a claim that the run must bear out. Where it does not hold the cell fails, and with it the
/// report's exit status.
public func check(_ condition: Bool, _ claim: String) {
  if condition {
    show(Figure.text("✓ \(claim)"))
  } else {
    Channel.send(.checkFailed(addresses: CallAddresses.above(), text: claim))
    cell_exit_now(1)
  }
}

/// Addresses of calls, newest first.
enum CallAddresses {
  static func above() -> [UInt64] { list { cell_backtrace($0, Int32(CELL_MOST_ADDRESSES)) } }

  static func ofNewestThrow() -> [UInt64] {
    list { cell_last_throw($0, Int32(CELL_MOST_ADDRESSES)) }
  }

  private static func list(_ read: (UnsafeMutablePointer<UInt>) -> Int32) -> [UInt64] {
    var addresses = [UInt](repeating: 0, count: Int(CELL_MOST_ADDRESSES))
    let count = addresses.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map(read) ?? 0
    }
    return addresses.prefix(Int(count)).map(UInt64.init)
  }
}

/// An error reached the top level of a cell; `swift_errorInMain` in CCellProcess calls this.
@_cdecl("unroll_error_in_main")
public func _unrollErrorInMain(_ box: UnsafeRawPointer) {
  let error = unsafeBitCast(box, to: (any Error).self)
  Deferred.run()
  Channel.send(
    .thrown(addresses: CallAddresses.ofNewestThrow(), text: String(describing: error)))
  cell_exit_now(1)
}
