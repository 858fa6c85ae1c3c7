internal import Foundation
internal import Basics

/// What several processes do together, each with all threads, against one alone: as several notebooks
/// that are rendered at once.
struct AtOnce {
  var count: Int
  var threads: Int?
  var sampling: Sampling

  /// Where no workload is named.
  static let workloads = ["lstm-128", "lstm-2x512", "gru-256", "gpt-128x4"]

  func printTable(_ workloads: [Workload]) throws {
    say(
      "workload".padded(20) + "alone/s".padded(-10) + "\(count) at once/s".padded(-14)
        + "ratio".padded(-8) + "  (least to most)")
    for workload in workloads {
      var (alone, together, ratios): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<sampling.samples {
        alone += try rates(of: workload, copies: 1)
        together.append(try rates(of: workload, copies: count).reduce(0, +))
        ratios.append(together[together.count - 1] / alone[alone.count - 1])
      }
      let ratio = Timing(ratios)
      say(
        workload.name.padded(20) + String(format: "%10.0f", Timing(alone).median)
          + String(format: "%14.0f", Timing(together).median)
          + String(format: "%8.2f", ratio.median)
          + String(format: "  (%.2f to %.2f)", ratio.sorted[0], ratio.sorted[ratios.count - 1]))
    }
  }

  /// Tokens per second of each copy, all of which start at once.
  private func rates(of workload: Workload, copies: Int) throws -> [Double] {
    let running = try (0..<copies).map { _ in
      let (process, pipe) = (Process(), Pipe())
      process.executableURL = Executables.itself
      process.arguments =
        [
          "--workload", workload.name, "--json", "--samples", "3", "--seconds",
          "\(max(1, sampling.seconds))",
        ]
        + (threads.map { ["--threads", "\($0)"] } ?? [])
      process.standardOutput = pipe
      try process.run()
      return (process, pipe)
    }
    return try running.map { process, pipe in
      let line = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let fields = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
      guard process.terminationStatus == 0, let rate = fields?["tokens_per_s"] as? Double else {
        throw Problem(
          .run,
          "\(workload.name) ended with status \(process.terminationStatus) and no rate",
          advice: "Name workloads that train, such as \(Self.workloads.joined(separator: ", ")).")
      }
      return rate
    }
  }
}
