internal import CCellProcess
internal import Charts
internal import CellMessages

/// States a claim that the run must bear out. Where it does not hold the cell fails, and with it the
/// report's exit status.
public func check(_ condition: Bool, _ claim: String) {
  if condition {
    show(Figure.text("✓ \(claim)"))
  } else {
    cell_flush()
    Channel.send(.checkFailed, CallAddresses.above() + "\n" + claim)
    cell_exit_now(1)
  }
}

/// Addresses of calls, as the runner reads them.
enum CallAddresses {
  static func above() -> String {
    hexadecimal { cell_backtrace($0, 64) }
  }

  static func ofNewestThrow() -> String {
    hexadecimal { cell_last_throw($0, 64) }
  }

  private static func hexadecimal(_ read: (UnsafeMutablePointer<UInt>) -> Int32) -> String {
    var addresses = [UInt](repeating: 0, count: 64)
    let count = addresses.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map(read) ?? 0
    }
    return addresses.prefix(Int(count)).map { String($0, radix: 16) }.joined(separator: " ")
  }
}

/// An error reached the top level of a cell; `swift_errorInMain` in CCellProcess calls this.
@_cdecl("unroll_error_in_main")
public func _unrollErrorInMain(_ box: UnsafeRawPointer) {
  let error = unsafeBitCast(box, to: (any Error).self)
  Deferred.run()
  cell_flush()
  Channel.send(.thrown, CallAddresses.ofNewestThrow() + "\n" + String(describing: error))
  cell_exit_now(1)
}
