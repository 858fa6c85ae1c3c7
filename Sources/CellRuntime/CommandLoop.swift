internal import CCellProcess
internal import CellMessages
internal import SequenceModels

/// The life of the process that runs cells: take a command, do it, say so.
///
/// The first process only waits for the one it forks, the live one. A snapshot is the same again: the
/// live process forks, its child goes on, and it waits. When the child dies, the state above is still
/// there and takes the next command.
public enum CommandLoop {
  /// Serves commands until the runner says quit or is gone.
  public static func run(
    frames: Int32, commands: Int32, memoryLimit: UInt64, folder: String
  ) -> Never {
    Channel.open(frames: frames, commands: commands)
    cell_change_folder(folder)
    for descriptor in [frames, commands] { cell_close_on_exec(descriptor) }
    cell_become_subreaper()
    if memoryLimit > 0 { cell_limit_memory(memoryLimit) }
    cell_watch_throws()
    TrainingReports.connect()
    fork()
    serve()
  }

  /// Returns in the child; the parent returns when that child has died and takes over.
  private static func fork() {
    let root = cell_process()
    let child = cell_fork()
    if child == 0 {
      cell_own_group()
      forked = true
      cell_install_crash_handler(Channel.frames)
      Channel.send(.alive, String(cell_process()))
      return
    }
    if child < 0 {
      Channel.send(.loadFailed, "the system cannot start another process")
      return
    }
    let status = cell_wait(child, Channel.commands)
    if !forked {
      cell_kill_descendants()
      Channel.send(.ended, String(status))
      cell_exit_now(0)
    }
    if status == -1 || status == quitStatus << 8 { cell_exit_now(quitStatus) }
    Channel.send(.ended, String(status))
    Channel.send(.alive, String(root))
  }

  /// Whether this is not the first process.
  nonisolated(unsafe) private static var forked = false
  private static let quitStatus: Int32 = 99

  private static func serve() -> Never {
    cell_at_exit { status in Channel.send(.exitCalled, String(status)) }
    while let (command, payload) = Channel.receive() {
      switch command {
      case .load: load(String(decoding: payload, as: UTF8.self))
      case .snapshot: snapshot()
      case .quit: cell_exit_now(quitStatus)
      case .acknowledge: continue
      }
    }
    cell_exit_now(quitStatus)
  }

  /// Forks, unless threads of a cell run: they would be missing in the child. The engine's own are
  /// joined first.
  private static func snapshot() {
    EngineSettings.stopThreads()
    if cell_thread_count() == 1 { fork() } else { Channel.send(.snapshotRefused) }
  }

  private static func load(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 3 else { return Channel.send(.loadFailed, "a broken command") }
    for pair in lines[2].split(separator: " ") {
      let parts = pair.split(separator: "=")
      if parts.count == 2, let step = Int(parts[0]), let seed = UInt64(parts[1]) {
        Steps.seeds[step] = seed
      }
    }
    var function: UnsafeMutableRawPointer?
    var base: UInt = 0
    if let message = cell_load(String(lines[0]), String(lines[1]), &function, &base) {
      return Channel.send(.loadFailed, String(cString: message))
    }
    Channel.send(.loaded, String(base, radix: 16) + "\n" + lines[0])
    if let function { cell_call(function) }
    // What the cell deferred has run: now its last step has ended.
    if let step = Steps.running { _unrollEnd(step) }
    cell_flush()
    Channel.send(.idle)
  }
}
