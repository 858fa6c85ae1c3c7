internal import Foundation
internal import Glibc

/// What /proc tells of processes and their children.
enum ProcessTree {
  /// The parent of a process, or `nil` if there is none.
  static func parent(of process: pid_t) -> pid_t? {
    guard let text = text("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else {
      return nil
    }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 1 ? pid_t(fields[1]) : nil
  }

  /// Whether a process is `root` or descends from it.
  static func isDescendant(_ process: pid_t, of root: pid_t) -> Bool {
    var current = process
    for _ in 0..<4096 {
      if current == root { return true }
      guard current > 1, let parent = parent(of: current) else { return false }
      current = parent
    }
    return false
  }

  /// The children of a process, of all its threads.
  static func children(of process: pid_t) -> [pid_t] {
    let folder = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.flatMap { thread in
      (text("\(folder)/\(thread)/children") ?? "").split(separator: " ").compactMap { pid_t($0) }
    }
  }

  /// The processes that a cell has started: those below the live one, and orphans that came up to the
  /// first. The snapshots between the first and the live one stand still and do not count.
  static func startedByCells(live: pid_t, root: pid_t) -> [pid_t] {
    var waiting: Set<pid_t> = []
    var current = live
    while current != root, let above = parent(of: current), above > 1 {
      waiting.insert(current)
      current = above
    }
    var found: [pid_t] = []
    var open = children(of: live) + children(of: root).filter { !waiting.contains($0) }
    while let process = open.popLast(), found.count < 4096 {
      found.append(process)
      open += children(of: process)
    }
    return found
  }

  /// Bytes of memory that are a process's own: private, and shared without a file behind. Two processes
  /// that share memory each count it whole.
  static func memory(of process: pid_t) -> UInt64 {
    guard let text = text("/proc/\(process)/status") else { return 0 }
    return kilobytes(in: text, of: ["RssAnon:", "RssShmem:"]) << 10
  }

  /// The same, each page shared out among those that hold it; this takes the system much longer.
  static func proportionalMemory(of process: pid_t) -> UInt64 {
    guard let text = text("/proc/\(process)/smaps_rollup") else { return memory(of: process) }
    return kilobytes(in: text, of: ["Pss_Anon:", "Pss_Shmem:"]) << 10
  }

  private static func kilobytes(in text: String, of names: [String]) -> UInt64 {
    text.split(separator: "\n").reduce(0) { sum, line in
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count > 1, names.contains(String(words[0])) else { return sum }
      return sum + (UInt64(words[1]) ?? 0)
    }
  }

  private static func text(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
