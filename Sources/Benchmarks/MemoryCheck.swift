internal import ArgumentParser
internal import Foundation
internal import Basics
internal import Synchronization

/// Runs rows of the memory check thousands of times each, every row in a process of its own: what one
/// gives back would hide what the next one loses.
struct MemoryCheck {
  var rows: [MemoryRow]

  /// Prints a line for each row; ends with status 1 if one grows.
  func run() throws {
    let results = Mutex([Int: (line: String, status: Int32)]())
    let names = rows.map(\.name)
    DispatchQueue.concurrentPerform(iterations: names.count) { place in
      let result = Self.runAlone(names[place])
      results.withLock { $0[place] = result }
    }
    let all = results.withLock { found in rows.indices.compactMap { found[$0] } }
    say("row".padded(48) + "bytes per call")
    for result in all { say(result.line) }
    for (row, result) in zip(rows, all) where result.status > 1 {
      throw Problem(.run, "the row \"\(row.name)\" ended with status \(result.status)")
    }
    let growing = all.count { $0.status == 1 }
    guard growing > 0 else { return }
    FileHandle.standardError.write(
      Data(
        "error: memory is lost in \(growing) of \(all.count) rows; see KeepAlive.swift for a way in which that happens\n"
          .utf8))
    throw ExitCode(1)
  }

  /// Measures one row in this process and prints its line; ends with status 1 if it grows.
  static func measure(_ row: MemoryRow) throws {
    let growth = MemoryGrowth(calls: row.calls, row.make())
    let bytes = Int(growth.bytesPerCall.rounded())
    say(row.name.padded(48) + "\(bytes)".padded(-10) + (growth.isLeak ? "  grows" : ""))
    if growth.isLeak { throw ExitCode(1) }
  }

  private static func runAlone(_ row: String) -> (line: String, status: Int32) {
    let process = Process()
    process.executableURL = Executables.itself
    process.arguments = ["--memory", "--row", row]
    let pipe = Pipe()
    process.standardOutput = pipe
    do { try process.run() } catch { return ("\(row): \(error.localizedDescription)", 2) }
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let line = String(decoding: said, as: UTF8.self)
    return (String(line.prefix { $0 != "\n" }), process.terminationStatus)
  }
}
