internal import Glibc

/// This process's memory.
enum Memory {
  /// The most that was ever resident, in MB of 2²⁰ bytes.
  static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }

  /// What is resident now, in bytes.
  static var residentBytes: Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    let read = fread(&line, 1, line.count - 1, file)
    let fields = line.prefix(read).split(separator: CChar(UInt8(ascii: " ")))
    guard fields.count > 1 else { return 0 }
    let pages = String(decoding: fields[1].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (Int(pages) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
  }
}
