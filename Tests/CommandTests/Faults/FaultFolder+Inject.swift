import Foundation

extension FaultFolder {
  /// Injects a fault; tells whether it hit anything, and by what way the next run comes.
  func inject(
    _ kind: FaultKind, using random: inout FaultGenerator, duration: Double
  ) throws -> (didHit: Bool, way: Way?) {
    switch kind {
    case .signal(let number, let victim):
      try loseSomething(using: &random)
      return (
        try signal(number, victim, after: Double.random(in: 0...duration, using: &random)), nil
      )
    case .fullDisk:
      try loseSomething(using: &random)
      let process = try process(limit: Int.random(in: 0...400, using: &random))
      try process.run()
      return (Self.finish(process) && process.terminationStatus != 0, nil)
    case .damage(let damage, let place):
      return (try self.damage(damage, place, using: &random), nil)
    case .move(let move): return (true, try self.move(move))
    case .input(let input):
      try change(input, using: &random)
      return (true, nil)
    case .twoRuns:
      try loseSomething(using: &random)
      let processes = try (0..<2).map { try self.process(errors: "err\($0).txt") }
      for process in processes {
        try process.run()
        usleep(UInt32.random(in: 0...200_000, using: &random))
      }
      for process in processes { _ = Self.finish(process) }
      return (true, nil)
    }
  }

  /// Makes that the next run has something to do: an edit, or results that are gone.
  private func loseSomething(using random: inout FaultGenerator) throws {
    let cache = place.appending(path: ".unroll")
    switch Int.random(in: 0..<6, using: &random) {
    case 0: try? FileManager.default.removeItem(at: cache)
    case 1: try? FileManager.default.removeItem(at: cache.appending(path: "results"))
    case 2, 3:
      for folder in ["results", "objects"] {
        try? FileManager.default.removeItem(at: cache.appending(path: folder))
      }
    default: try change(.edited, using: &random)
    }
  }

  private func signal(
    _ number: Int32, _ victim: FaultKind.Victim, after delay: Double
  ) throws -> Bool {
    let process = try process()
    try process.run()
    let moment = ContinuousClock.now + .seconds(delay)
    while .now < moment, process.isRunning { usleep(500) }
    var didHit = false
    // The victim may not be there yet.
    while !didHit, process.isRunning {
      if let found = FaultProcesses.find(victim, of: process.processIdentifier) {
        didHit = kill(found, number) == 0
      }
      usleep(200)
    }
    _ = Self.finish(process)
    return didHit
  }

  private func damage(
    _ damage: FaultKind.Damage, _ where: FaultKind.Place, using random: inout FaultGenerator
  ) throws -> Bool {
    let files = candidates(`where`, using: &random)
    guard let file = files.randomElement(using: &random) else { return false }
    var bytes = [UInt8](try Data(contentsOf: file))
    switch damage {
    case .flipped:
      guard !bytes.isEmpty else { return false }
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
        1 << UInt8.random(in: 0..<8, using: &random)
    case .truncated: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
    case .emptied: bytes = []
    case .lengthened: bytes.append(UInt8.random(in: 0...255, using: &random))
    case .removed:
      try FileManager.default.removeItem(at: file)
      return true
    case .exchanged:
      let siblings = files.filter {
        $0 != file && $0.deletingLastPathComponent() == file.deletingLastPathComponent()
      }
      guard let other = siblings.randomElement(using: &random) else { return false }
      bytes = [UInt8](try Data(contentsOf: other))
    }
    try Data(bytes).write(to: file)
    return true
  }

  /// Files that can be damaged. Of the output only reports: that damaged digests are an error, not
  /// written over, is another test's.
  private func candidates(
    _ where: FaultKind.Place, using random: inout FaultGenerator
  ) -> [URL] {
    switch `where` {
    case .written:
      return notebook.written.map { place.appending(path: $0) }.filter(isFile)
    case .output:
      return ["nb.html", "nb.txt", "index.html"].map { place.appending(path: "out/" + $0) }
        .filter(isFile)
    case .cache:
      let cache = place.appending(path: ".unroll")
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: cache.path)) ?? []
      let all = names.sorted().map { cache.appending(path: $0) }.filter(isFile)
      // Most files are modules of C headers; the others must have their turn.
      let own = all.filter { !$0.path.contains("/modules/") }
      return Bool.random(using: &random) || own.isEmpty ? all : own
    }
  }

  private func isFile(_ url: URL) -> Bool {
    var status = stat()
    return lstat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private func move(_ move: FaultKind.Move) throws -> Way? {
    let manager = FileManager.default
    let other = root.appending(path: place.lastPathComponent == "place" ? "elsewhere" : "place")
    let link = root.appending(path: "link")
    try? manager.removeItem(at: link)
    switch move {
    case .renamed: try manager.moveItem(at: place, to: other)
    case .copied:
      try manager.copyItem(at: place, to: other)
      try manager.removeItem(at: place)
    case .linked:
      try manager.createSymbolicLink(at: link, withDestinationURL: place)
      return Way(start: root, path: "link")
    case .fromAbove: return Way(start: place.appending(path: "inputs"), path: "..")
    }
    place = other
    return nil
  }

  private func change(_ input: FaultKind.Input, using random: inout FaultGenerator) throws {
    let data = place.appending(path: "data.txt")
    switch input {
    case .edited: state.edit = (state.edit + 1) % 4
    case .changed: state.data = ((state.data ?? 0) + 1) % 3
    case .changedUnseen:
      // The same size and the same date.
      var before = stat()
      let isThere = stat(data.path, &before) == 0
      state.data = ((state.data ?? 0) + 1) % 3
      try write(to: place)
      let times = [before.st_atim, before.st_mtim]
      if isThere { utimensat(AT_FDCWD, data.path, times, 0) }
    case .removed: state.data = nil
    case .added: state.inputs = state.inputs % 3 + 1
    case .touched:
      let names = try FileManager.default.subpathsOfDirectory(atPath: place.path)
      if let name = names.sorted().randomElement(using: &random) {
        utimensat(AT_FDCWD, place.appending(path: name).path, nil, 0)
      }
    }
    try write(to: place)
  }
}
