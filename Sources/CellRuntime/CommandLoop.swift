internal import CCellMessages
internal import CCellProcess
internal import CellMessages
internal import SequenceModels

/// The life of the process that runs cells: take a command, do it, say so.
///
/// The first process only waits for the one it forks, the live one. A snapshot is the same again: the
/// live process forks, its child goes on, and it waits. When the child dies, the state above is still
/// there and takes the next command.
public enum CommandLoop {
  /// Serves commands until the runner says quit or is gone. `watch` starts the watching of what cells do
  /// with the C library.
  public static func run(
    memoryLimit: UInt64, folder: String, watch: () -> Void
  ) -> Never {
    Channel.open()
    watch()
    cell_change_folder(folder)
    for descriptor in [CELL_COMMANDS, CELL_MESSAGES, CELL_ACKNOWLEDGEMENTS] {
      cell_close_on_exec(Int32(descriptor))
    }
    cell_become_subreaper()
    if memoryLimit > 0 { cell_limit_memory(memoryLimit) }
    cell_watch_throws()
    TrainingReports.connect()
    StepMemory.connect()
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
      cell_install_crash_handler()
      Channel.send(.alive(process: cell_process()))
      return
    }
    if child < 0 {
      Channel.send(.loadFailed("the system cannot start another process"))
      return
    }
    let status = cell_wait(child, Int32(CELL_COMMANDS))
    if !forked {
      cell_kill_descendants()
      Channel.send(.ended(status: status))
      cell_exit_now(0)
    }
    if status == -1 || status == quitStatus << 8 { cell_exit_now(quitStatus) }
    Channel.send(.ended(status: status))
    Channel.send(.alive(process: root))
  }

  /// Whether this is not the first process.
  nonisolated(unsafe) private static var forked = false
  private static let quitStatus: Int32 = 99

  private static func serve() -> Never {
    cell_at_exit { status in Channel.send(.exitCalled(status)) }
    while let command = Channel.receive() {
      switch command {
      case .load(let library, let entry, let seeds): load(library, entry, seeds)
      case .snapshot: snapshot()
      case .quit: cell_exit_now(quitStatus)
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

  private static func load(_ library: String, _ entry: String, _ seeds: [CellCommand.StepSeed]) {
    for seed in seeds { Steps.seeds[seed.step] = seed.seed }
    var function: UnsafeMutableRawPointer?
    var base: UInt = 0
    if let message = cell_load(library, entry, &function, &base) {
      return Channel.send(.loadFailed(String(cString: message)))
    }
    Channel.send(.loaded(base: UInt64(base)))
    if let function { cell_call(function) }
    // What the cell deferred has run: now its last step has ended.
    if let step = Steps.running { _unrollEnd(step) }
    Channel.send(.idle)
  }
}
