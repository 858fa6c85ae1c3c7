internal import Glibc

/// Seconds that only ever grow: a change of the time of day moves no limit.
enum MonotonicClock {
  /// Seconds since some moment.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
