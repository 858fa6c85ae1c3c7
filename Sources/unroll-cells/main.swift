// The process that runs a notebook's cells. The runner starts it with three descriptors: for commands,
// for messages, and for the acknowledgements of messages. Cells resolve the engine's symbols from this
// executable, and the C library's functions that are watched.
internal import CCellWatch
internal import CellRuntime
internal import Glibc

if CommandLine.arguments.dropFirst() == ["--settings"] {
  print(EngineSettings.simdLevel, EngineSettings.threads)
  exit(0)
}

guard CommandLine.arguments.count == 4, CommandLine.arguments[1] == "--cells",
  let memory = UInt64(CommandLine.arguments[2])
else {
  fatalError("unroll-cells is started by unroll, not by hand")
}
CommandLoop.run(memoryLimit: memory, folder: CommandLine.arguments[3], watch: cell_watch)
