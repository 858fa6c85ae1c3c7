/// By how much the resident memory of this process grows from call to call.
struct MemoryGrowth {
  /// What one lost object of the smallest size would exceed: a page in so many calls is less.
  static let bound = 24.0

  /// Bytes per call: the least of several stretches of calls. What is lost in every call shows in each
  /// of them; a page that the system or the allocator wants now and then does not.
  var bytesPerCall: Double

  /// Whether something is lost in every call.
  var isLeak: Bool { bytesPerCall > Self.bound }

  /// Calls `body` until all that it keeps is there, then `calls` times in each of three stretches.
  ///
  /// - Parameter resident: bytes; this process's by default.
  init(calls: Int, resident: () -> Int = { Memory.residentBytes }, _ body: () -> Void) {
    for _ in 0..<max(calls / 4, 8) { body() }
    var least = Double.infinity
    for _ in 0..<3 {
      let before = resident()
      for _ in 0..<calls { body() }
      least = min(least, Double(resident() - before) / Double(calls))
    }
    bytesPerCall = least
  }
}
