import Foundation

/// The processes of a run, as /proc tells of them.
enum FaultProcesses {
  /// Those below a process, each after its parent.
  static func below(_ root: pid_t) -> [pid_t] {
    var found: [pid_t] = []
    var open = [root]
    while let process = open.popLast(), found.count < 4096 {
      let threads =
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
      for thread in threads {
        let children = read("/proc/\(process)/task/\(thread)/children")
          .split(separator: " ").compactMap { pid_t($0) }
        found += children
        open += children
      }
    }
    return found
  }

  /// One of a run's processes: the youngest that runs cells is the live one, those above are snapshots.
  static func find(_ victim: FaultKind.Victim, of runner: pid_t) -> pid_t? {
    switch victim {
    case .runner: return runner
    case .compiler: return below(runner).first { program($0).contains("swift-frontend") }
    case .cells: return cells(of: runner).last
    case .snapshot: return cells(of: runner).dropLast().randomElement()
    }
  }

  private static func cells(of runner: pid_t) -> [pid_t] {
    below(runner).filter { program($0).hasSuffix("unroll-cells") }
  }

  private static func program(_ process: pid_t) -> String {
    read("/proc/\(process)/cmdline").split(separator: "\0").first.map(String.init) ?? ""
  }

  /// Those that were started with a variable of this value in their environment.
  static func marked(_ name: String, _ value: String) -> [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter { process in
      read("/proc/\(process)/environ").split(separator: "\0").contains("\(name)=\(value)")
        && !isDead(process)
    }
  }

  private static func isDead(_ process: pid_t) -> Bool {
    let state = read("/proc/\(process)/stat")
    return state.split(separator: ")").last?.hasPrefix(" Z") ?? true
  }

  private static func read(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
