// The process that runs a notebook's cells. The runner starts it with two descriptors: 3 for commands,
// 4 for frames. Cells resolve the engine's symbols from this executable.
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
CommandLoop.run(
  frames: 4, commands: 3, memoryLimit: memory, folder: CommandLine.arguments[3])
