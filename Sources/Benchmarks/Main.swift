internal import ArgumentParser
internal import CKernels
internal import Foundation
internal import Basics

/// Times the engine; what is timed beside which peer stands in `peers/`.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unroll-bench",
    abstract: "Times the engine's workloads: medians of samples after a warm-up.",
    discussion: "Each workload runs in a process of its own. Build with -c release.")

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Workloads to run; all without it.", valueName: "name"))
  var workload: [String] = []

  @Option(help: "Threads of the engine.")
  var threads: Int?

  @Flag(help: "One line of JSON per measurement.")
  var json = false

  @Flag(help: "Name the workloads.")
  var list = false

  @Flag(help: "Time per token at growing lengths, batches and texts.")
  var growth = false

  @Option(
    help: ArgumentHelp(
      "Time this many processes at once, each with all threads, beside one alone.",
      valueName: "processes"))
  var atOnce: Int?

  @Flag(help: "Hash the weights of small models trained at every SIMD level; times nothing.")
  var digests = false

  @Flag(help: "The largest errors of exp, log, tanh, sigmoid and GELU over all floats, in minutes.")
  var accuracy = false

  @Flag(
    help: "Call every layer, model and decoder thousands of times; status 1 if memory is lost.")
  var memory = false

  @Option(help: ArgumentHelp("--memory runs this row alone.", valueName: "name"))
  var row: String?

  @Option(help: "--accuracy tries every float (1), every second (2), and so on.")
  var stride = 1

  @Option(help: "Samples of each timing.")
  var samples = Sampling().samples

  @Option(help: "Seconds that a sample takes at least.")
  var seconds = Sampling().seconds

  @Flag(help: .hidden)
  var paced = false

  func validate() throws {
    if let threads, !(1...Int(CK_MAX_THREADS)).contains(threads) {
      throw ValidationError("--threads \(threads): use 1 to \(CK_MAX_THREADS).")
    }
    if let atOnce, !(1...64).contains(atOnce) {
      throw ValidationError("--at-once \(atOnce): use 1 to 64.")
    }
    if row != nil, !memory { throw ValidationError("--row names a row of --memory; add --memory.") }
    if stride < 1 { throw ValidationError("--stride \(stride): use 1 or more.") }
    if samples < 1 { throw ValidationError("--samples \(samples): use 1 or more.") }
    if !(seconds > 0) { throw ValidationError("--seconds \(seconds): use more than 0.") }
  }

  func run() throws {
    if list {
      for workload in Workload.all { print(workload.name.padded(20) + workload.summary) }
      return
    }
    if digests { return try TrainingDigests.lines().forEach(say) }
    if memory { return try checkMemory() }
    if accuracy { return Accuracy.printTable(stride: stride) }
    let chosen = try workload.isEmpty ? Workload.all : workload.map(Self.named)
    if let threads { ck_set_thread_count(Int32(threads)) }
    let sampling = Sampling(samples: samples, seconds: seconds, paced: paced)
    if let atOnce {
      let chosen = try workload.isEmpty ? AtOnce.workloads.map(Self.named) : chosen
      return try AtOnce(count: atOnce, threads: threads, sampling: sampling).printTable(chosen)
    }
    if growth { return Growth(sampling: sampling).printTables() }
    if chosen.count == 1 { return try report(chosen[0], sampling) }
    if !json { say(Measurement.tableHead) }
    for workload in chosen { try runAlone(workload) }
  }

  private func checkMemory() throws {
    guard let row else { return try MemoryCheck(rows: MemoryRow.all).run() }
    let names = MemoryRow.all.map(\.name)
    guard let place = names.firstIndex(of: row) else {
      let nearest = Suggestion.nearest(to: row, among: names).map { "; did you mean \"\($0)\"?" }
      throw ValidationError("\"\(row)\" is not a row of --memory\(nearest ?? "")")
    }
    try MemoryCheck.measure(MemoryRow.all[place])
  }

  private func report(_ workload: Workload, _ sampling: Sampling) throws {
    let threads = Int(ck_thread_count())
    // The parent of several prints the head once.
    if !json, ProcessInfo.processInfo.environment[Self.partOfTable] == nil {
      say(Measurement.tableHead)
    }
    for measurement in try workload.measure(sampling) {
      say(
        json
          ? measurement.json(workload: workload.name, threads: threads)
          : measurement.row(workload: workload.name, threads: threads))
    }
  }

  private static let partOfTable = "UNROLL_BENCH_PART"

  /// Runs one workload in a process of its own, so that its peak memory is its own.
  private func runAlone(_ workload: Workload) throws {
    let process = Process()
    process.executableURL = Executables.itself
    process.arguments =
      ["--workload", workload.name, "--samples", "\(samples)", "--seconds", "\(seconds)"]
      + (json ? ["--json"] : []) + (threads.map { ["--threads", "\($0)"] } ?? [])
    process.environment = ProcessInfo.processInfo.environment.merging([Self.partOfTable: "1"]) {
      $1
    }
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Problem(
        .run, "\(workload.name) ended with status \(process.terminationStatus)")
    }
  }

  /// The workload of that name; an unknown one is an error that names the nearest.
  static func named(_ name: String) throws -> Workload {
    if let workload = Workload.all.first(where: { $0.name == name }) { return workload }
    let names = Workload.all.map(\.name)
    let nearest = Suggestion.nearest(to: name, among: names).map { "Did you mean \($0)? " } ?? ""
    throw ValidationError(
      "\(name) is not a workload. \(nearest)The workloads are \(names.joined(separator: ", ")).")
  }
}

/// Prints a line at once, also into a pipe.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

@main
struct Main {
  static func main() {
    do {
      var command = try Bench.parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch {
      guard Bench.exitCode(for: error) != .success else { Bench.exit(withError: error) }
      FileHandle.standardError.write(Data((Bench.fullMessage(for: error) + "\n").utf8))
      exit(2)
    }
  }
}
