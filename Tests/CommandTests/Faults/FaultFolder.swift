import Foundation

/// A notebook's folder that lives through many faults, and what a fresh run in its place gives.
final class FaultFolder {
  /// What a run gave.
  struct Outcome: Equatable {
    var status: Int32
    /// Reports and files that the cells wrote, by name.
    var files: [String: Data]
    var warnings: [String]
  }

  /// Where a run starts, and by what path it knows the notebook's folder.
  struct Way {
    var start: URL
    var path: String
  }

  static let mark = "UNROLL_FAULT_FOLDER"

  let notebook: FaultNotebook
  var state = FaultNotebook.State()
  /// All that belongs to it.
  let root: URL
  /// The notebook's folder; faults move it.
  var place: URL
  private var fresh: [FaultNotebook.State: Outcome] = [:]

  init(_ notebook: FaultNotebook) throws {
    self.notebook = notebook
    root = try CommandRun.folder()
    place = root.appending(path: "place")
    for name in ["place", "temporary"] {
      try FileManager.default.createDirectory(
        at: root.appending(path: name), withIntermediateDirectories: true)
    }
    try write(to: place)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  var temporary: URL { root.appending(path: "temporary") }

  /// Writes the notebook and its inputs where they differ from what is there.
  func write(to place: URL) throws {
    try? FileManager.default.createDirectory(
      at: place.appending(path: "inputs"), withIntermediateDirectories: true)
    var files = state.files
    files["nb.md"] = notebook.text(state)
    for (name, text) in files {
      let file = place.appending(path: name)
      if (try? Data(contentsOf: file)) != Data(text.utf8) { try Data(text.utf8).write(to: file) }
    }
    if state.data == nil {
      try? FileManager.default.removeItem(at: place.appending(path: "data.txt"))
    }
    let inputs = place.appending(path: "inputs")
    for name in try FileManager.default.contentsOfDirectory(atPath: inputs.path)
    where files["inputs/" + name] == nil {
      try FileManager.default.removeItem(at: inputs.appending(path: name))
    }
  }

  /// A run that is not yet started. `limit`: how far files can grow, in blocks of 512 bytes.
  func process(_ way: Way? = nil, limit: Int? = nil, errors: String = "err.txt") throws -> Process {
    let way = way ?? Way(start: place, path: ".")
    let process = Process()
    let unroll = CommandRun.programs.appending(path: "unroll")
    let arguments = [
      "render", way.path + "/nb.md", "-o", way.path + "/out", "--format", "html,text", "--quiet",
    ]
    if let limit {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "ulimit -f \(limit); exec \"$0\" \"$@\"", unroll.path] + arguments
    } else {
      process.executableURL = unroll
      process.arguments = arguments
    }
    process.currentDirectoryURL = way.start
    process.environment = ProcessInfo.processInfo.environment.merging([
      "TMPDIR": temporary.path, Self.mark: root.lastPathComponent,
    ]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let file = root.appending(path: errors)
    try Data().write(to: file)
    process.standardError = try FileHandle(forWritingTo: file)
    return process
  }

  /// Removes what runs have kept and written.
  func forget() throws {
    for name in [".unroll", "out"] + notebook.written {
      try? FileManager.default.removeItem(at: place.appending(path: name))
    }
    fresh = [:]
  }

  /// Waits for the end of a run; stops one that does not end.
  static func finish(_ process: Process, limit: Double = 120) -> Bool {
    let deadline = ContinuousClock.now + .seconds(limit)
    while process.isRunning, .now < deadline { usleep(2000) }
    let isDone = !process.isRunning
    if !isDone { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return isDone
  }

  /// A run without a fault.
  func run(_ way: Way? = nil) throws -> Outcome {
    let process = try process(way)
    try process.run()
    let isDone = Self.finish(process)
    return try outcome(of: process, isDone: isDone, in: place, way: way)
  }

  /// What a run in a new folder with the same notebook and inputs gives.
  func runFresh() throws -> Outcome {
    if let known = fresh[state] { return known }
    let new = root.appending(path: "fresh")
    defer { try? FileManager.default.removeItem(at: new) }
    try write(to: new)
    let way = Way(start: new, path: ".")
    let process = try process(way)
    try process.run()
    let isDone = Self.finish(process)
    let outcome = try outcome(of: process, isDone: isDone, in: new, way: way)
    fresh[state] = outcome
    return outcome
  }

  private func outcome(
    of process: Process, isDone: Bool, in place: URL, way: Way?
  ) throws -> Outcome {
    var files: [String: Data] = [:]
    for name in ["out/nb.html", "out/nb.txt", "out/index.html", "out/SHA256SUMS"] + notebook.written
    {
      files[name] = try? Data(contentsOf: place.appending(path: name))
    }
    let errors = try Data(contentsOf: root.appending(path: "err.txt"))
    let prefix = (way?.path ?? ".") + "/"
    return Outcome(
      status: isDone ? process.terminationStatus : -1, files: files,
      warnings: String(decoding: errors, as: UTF8.self).split(separator: "\n").map {
        String($0.replacing(prefix, with: ""))
      })
  }

  /// What a run left behind that it should not have: processes, and folders in TMPDIR.
  func remains() throws -> [String] {
    let deadline = ContinuousClock.now + .seconds(5)
    var processes = FaultProcesses.marked(Self.mark, root.lastPathComponent)
    while !processes.isEmpty, .now < deadline {
      usleep(20_000)
      processes = FaultProcesses.marked(Self.mark, root.lastPathComponent)
    }
    for process in processes { kill(process, SIGKILL) }
    let folders = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
    for name in folders {
      try? FileManager.default.removeItem(at: temporary.appending(path: name))
    }
    return processes.map { "process \($0)" } + folders.map { "temporary folder \($0)" }
  }
}

extension FaultFolder.Outcome {
  /// What another outcome has that this one has not, in a few words.
  func differences(from fresh: FaultFolder.Outcome) -> [String] {
    var found: [String] = []
    if status != fresh.status { found.append("status \(status), fresh \(fresh.status)") }
    // What an earlier run wrote stays where a failing one does not come as far.
    let names = Set(files.keys).filter { $0.hasPrefix("out/") }.union(fresh.files.keys)
    for name in names.sorted()
    where files[name] != fresh.files[name] {
      found.append("\(name): \(Self.firstDifference(files[name], fresh.files[name]))")
    }
    if warnings != fresh.warnings { found.append("said \(warnings), fresh \(fresh.warnings)") }
    return found
  }

  private static func firstDifference(_ one: Data?, _ other: Data?) -> String {
    guard let one else { return "not there" }
    guard let other else { return "there, fresh not" }
    let lines = [one, other].map { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
    let pair = zip(lines[0], lines[1]).first { $0 != $1 }
    return pair.map { "\"\($0.prefix(200))\", fresh \"\($1.prefix(200))\"" }
      ?? "\(one.count) bytes, fresh \(other.count)"
  }
}
