internal import Glibc

/// This process's memory.
enum Memory {
  /// The most that was ever resident, in MB of 2²⁰ bytes.
  static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
