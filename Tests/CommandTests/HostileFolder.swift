import Foundation
import Testing

/// A folder of a plain user in which hostile notebooks run, in a process namespace of their own.
///
/// It is used for one notebook after the other; only modules of C headers are kept, which take long.
struct HostileFolder {
  /// What became of a notebook.
  struct Outcome {
    var status: Int32
    var out: String
    var err: String
    /// Processes that were there when the command had ended.
    var processes: [String]
    /// What lies in TMPDIR, and in the folders that everybody can write.
    var strays: [String]
    /// What lies in the folder beside what the command writes.
    var files: [String]
  }

  /// A user that nobody is.
  private static let user = "54329"
  private let url: URL
  private let isolation: [String]
  private var known: Set<String> = []

  /// How commands are shut in here; `nil` where that is not possible.
  private static let isolation: [String]? = {
    let namespace = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
    let ways =
      getuid() == 0
      ? [namespace + ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]]
      : [["unshare", "--map-current-user"] + namespace.dropFirst()]
    let program = CommandRun.programs.appending(path: "unroll").path
    return ways.first { (try? start($0 + [program, "--help"], limit: 60))?.status == 0 }
  }()

  /// `nil` where hostile notebooks cannot be shut in.
  static func make() throws -> HostileFolder? {
    guard let isolation else { return nil }
    var folder = HostileFolder(url: try CommandRun.folder(), isolation: isolation)
    // What a test left that was killed is nobody's fault here.
    folder.known = Set(try folder.strays())
    chmod(folder.url.path, 0o777)
    return folder
  }

  private init(url: URL, isolation: [String]) {
    self.url = url
    self.isolation = isolation
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  /// Runs a notebook with little memory and time.
  func run(_ notebook: String, limit: Double = 90) throws -> Outcome {
    let work = url.appending(path: "work")
    // What the user made only the user can remove.
    _ = try Self.start(isolation + ["/bin/sh", "-c", Self.preparation, work.path], limit: 30)
    let page = url.appending(path: "notebook.md")
    try Data(notebook.utf8).write(to: page)
    let script = """
      cd "$0" && cp ../notebook.md n.md && chmod 644 n.md
      export HOME="$0" TMPDIR="$0/tmp" LC_ALL=C
      "$1" run n.md --memory 400 --timeout 6 --quiet > tmp/out 2> tmp/err < /dev/null
      echo "status $?"
      for wait in 1 2 3 4 5 6 7 8 9 10; do
        found=
        for process in /proc/[0-9]*; do
          read -r number name state rest < $process/stat 2> /dev/null || continue
          case "$number $state" in 1\\ *|*\\ Z) continue;; esac
          found="$found process_$name"
        done
        [ -z "$found" ] && break
        sleep 0.2
      done
      for name in $found; do echo "$name"; done
      """
    let run = try Self.start(
      isolation + ["/bin/sh", "-c", script, work.path, CommandRun.programs.path + "/unroll"],
      limit: limit)
    let lines = run.out.split(separator: "\n").map(String.init)
    let status = lines.first { $0.hasPrefix("status ") }.flatMap { Int32($0.dropFirst(7)) }
    let texts = ["out", "err"].map {
      String(
        decoding: (try? Data(contentsOf: work.appending(path: "tmp/" + $0))) ?? Data(),
        as: UTF8.self)
    }
    let names = { (folder: String) in
      ((try? FileManager.default.contentsOfDirectory(atPath: work.path + folder)) ?? []).sorted()
    }
    return Outcome(
      status: status ?? -1, out: texts[0], err: texts[1],
      // The shell's own name for itself is number 1; `sleep` has ended.
      processes: lines.filter { $0.hasPrefix("process_") },
      strays: names("/tmp").filter { !["out", "err"].contains($0) } + (try strays()),
      files: names("").filter { !["n.md", "tmp", ".unroll"].contains($0) })
  }

  private static let preparation = """
    mkdir -p "$0/tmp" && cd "$0" && chmod -R u+rwx . 2> /dev/null
    find . -mindepth 1 -maxdepth 1 ! -name .unroll -exec rm -rf {} +
    [ -d .unroll ] && find .unroll -mindepth 1 -maxdepth 1 ! -name modules -exec rm -rf {} +
    [ -f .unroll ] && rm .unroll
    mkdir -p tmp
    """

  /// Files of the user elsewhere.
  private func strays() throws -> [String] {
    guard getuid() == 0 else { return [] }
    let found = try Self.start(
      [
        "find", "/tmp", "/var/tmp", "/dev/shm", "-user", Self.user, "-not", "-path",
        url.path + "/*",
      ],
      limit: 60)
    return found.out.split(separator: "\n").map(String.init).filter { !known.contains($0) }
  }

  private static func start(
    _ arguments: [String], limit: Double
  ) throws -> (status: Int32, out: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let file = try CommandRun.folder().appending(path: "out.txt")
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    try Data().write(to: file)
    process.standardOutput = try FileHandle(forWritingTo: file)
    try process.run()
    let deadline = ContinuousClock.now + .seconds(limit)
    while process.isRunning, .now < deadline { usleep(5000) }
    if process.isRunning {
      Issue.record("\(arguments.last ?? "") did not end within \(limit) s")
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }
}
