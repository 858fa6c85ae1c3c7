extension HostileCase {
  /// The notebooks of `Fixtures/hostile` by what they do.
  static let all: [HostileCase] =
    ends + descriptors + files + forgeries + floods + memory + processes + reads + threads

  private static let outOfTime = "stopped after 6 s, the limit for a cell"
  private static let noMemory = "more than 400 MiB of memory and was stopped"
  private static let disturbed = "the cell's process sent "

  /// Ends of the process that are none of the cell.
  private static let ends = [
    HostileCase(name: "_exit0", end: .fails("the cell's process ended with status 0")),
    HostileCase(name: "quit99", end: .fails("the cell's process ended with status 99")),
    HostileCase(name: "exit0", end: .fails("the cell called exit(0), which ends the notebook")),
    HostileCase(name: "exit-in-atexit", end: .fails("exit(3)")),
    HostileCase(name: "atexit-only", end: .good("\nbelow\n")),
    HostileCase(name: "deinit-loop", end: .fails(outOfTime)),
    HostileCase(name: "timeout-nan", end: .fails("stopped after 0.2 s")),
    HostileCase(name: "sigblock", end: .fails(outOfTime)),
    HostileCase(name: "sigaction-below", end: .good("\nbelow\n")),
    HostileCase(name: "raise-stop", end: .fails(outOfTime)),
    HostileCase(name: "setitimer-default", end: .fails("signal")),
    HostileCase(name: "stack-main", end: .fails("stack")),
    HostileCase(name: "stack-thread", end: .fails("SIGSEGV")),
    HostileCase(name: "throw-controls", end: .fails("error thrown: ")),
    HostileCase(name: "print-controls", end: .fails("Fatal error: ")),
  ]

  private static let descriptors = [
    HostileCase(name: "close12", end: .good("\nbelow\n")),
    HostileCase(name: "close3", end: .either),
    HostileCase(name: "close4", end: .fails("the cell's process"), leaves: []),
    HostileCase(name: "closefds", end: .fails("the cell's process")),
    HostileCase(name: "nofile", end: .good("\nbelow\n")),
    HostileCase(name: "setrlimit", end: .either),
    HostileCase(name: "dlopen", end: .good("\nbelow\n")),
  ]

  private static let files = [
    HostileCase(name: "ok", end: .good("\nbelow\n")),
    HostileCase(name: "chdir", end: .good("\nbelow\n")),
    HostileCase(name: "chdir-read", end: .good("\none\n"), leaves: ["sub"]),
    HostileCase(name: "delete-out", end: .good("\nbelow\n")),
    HostileCase(name: "delete-so", end: .good("\nbelow\n")),
    HostileCase(name: "delete-unroll", end: .good("\nbelow\n")),
    HostileCase(name: "delete-work", end: .either),
    HostileCase(name: "edit-notebook", end: .good("\nbelow\n")),
    HostileCase(name: "out-is-file", end: .good("\nbelow\n"), leaves: ["out"]),
    HostileCase(name: "unroll-file", end: .good("\nbelow\n")),
  ]

  /// Messages of another form than the runner's own, and of its own form at the wrong time.
  private static let forgeries =
    [
      "forge-crash", "forge-crash-short", "forge-ended", "forge-figure-html", "forge-huge-length",
      "forge-idle", "forge-loaded", "forge-step-999", "forge-step-neg",
      "forge-step-next", "forge-stepended", "forge-unknown-kind",
    ].map { HostileCase(name: $0, end: .fails(disturbed)) } + [
      // Progress as it is meant harms nobody.
      HostileCase(name: "forge-progress", end: .good("\nbelow\n")),
      HostileCase(name: "forge-progress-nan", end: .good("\nbelow\n")),
      HostileCase(name: "print-frames", end: .good("\nbelow\n")),
    ]

  private static let floods = [
    HostileCase(name: "figure-huge", end: .either),
    HostileCase(name: "figures-big", end: .either),
    HostileCase(name: "figures-many", end: .either),
    HostileCase(name: "print-60mb", end: .good("\nbelow\n")),
    HostileCase(name: "print-100mb", end: .fails("MiB and was stopped")),
    HostileCase(name: "utf8-broken", end: .good("\nbelow\n")),
  ]

  private static let memory = [
    HostileCase(name: "memory", end: .fails(noMemory)),
    HostileCase(name: "memory-shared", end: .fails(noMemory)),
    // Twice the limit is a wall, at which the child's mapping of 1 GiB fails.
    HostileCase(name: "memory-child", end: .good("\nbelow\n")),
  ]

  private static let processes = [
    HostileCase(name: "fork-child-returns", end: .either),
    HostileCase(name: "grandchildren", end: .good("\nbelow\n")),
    HostileCase(name: "setpgid", end: .good("\nbelow\n")),
  ]

  private static let reads = [
    HostileCase(name: "api-dependency-dir", end: .good("\nbelow\n")),
    HostileCase(name: "api-dependency-fifo", end: .good("\nbelow\n"), leaves: ["ff"]),
    HostileCase(name: "api-dependency-zero", end: .good("\nbelow\n")),
    HostileCase(name: "api-readtext-zero", end: .fails(noMemory)),
    HostileCase(name: "stdin", end: .good("\nnil\nnil\n")),
    HostileCase(name: "random", end: .good("\nbelow\n")),
    HostileCase(name: "await-top", end: .good("\n1\n")),
  ]

  private static let threads = [
    HostileCase(name: "detached-print", end: .good("\nbelow\n")),
    HostileCase(name: "detached-show", end: .good("\nbelow\n")),
    HostileCase(name: "task-detached", end: .good("below\n")),
    HostileCase(name: "thread-readtext", end: .good("\nbelow\n")),
    HostileCase(name: "threads-show-big", end: .good("\nbelow\n")),
    HostileCase(name: "threads-show-many", end: .good("\nbelow\n")),
  ]
}
