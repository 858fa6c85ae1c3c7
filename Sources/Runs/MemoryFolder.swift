internal import Basics
internal import Foundation
internal import Glibc

/// What cells have trained or asked to remember, in a folder for each step's key; and the place where a run
/// finds and leaves it, a folder with one entry for each step.
///
/// A step that runs for its state alone finds what it kept; one that runs because something changed finds
/// nothing, and what it keeps is put under its key when it has ended.
final class MemoryFolder {
  private let store: String
  /// The folder that the process of the cells is told of.
  let place: String
  private let limit: UInt64

  /// - Parameter limit: bytes that may be kept; what was used longest ago goes first.
  init?(_ cache: CacheFolder, limit: UInt64) {
    let path = FileView.real(cache.path) ?? cache.path
    store = path + "/memory"
    place = store + "/" + Self.young + UUID().uuidString
    self.limit = limit
    do {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    } catch { return nil }
  }

  private static let young = "young-"

  private func folder(_ key: String) -> String { store + "/" + key.prefix(48) }

  /// Lays out what a step kept that runs for its state.
  func layOut(step: Int, key: String) {
    let kept = folder(key)
    guard FileManager.default.fileExists(atPath: kept) else { return }
    utimes(kept, nil)
    symlink(kept, "\(place)/\(step)")
  }

  /// Puts what a step kept in this run under its key; what was there before is of another run.
  func settle(step: Int, key: String) {
    let (made, kept) = ("\(place)/\(step)", folder(key))
    guard !isLink(made) else { return }
    try? FileManager.default.removeItem(atPath: kept)
    rename(made, kept)
  }

  func forget(key: String) { try? FileManager.default.removeItem(atPath: folder(key)) }

  private func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Ends a run: its place is removed, and so is what the store has too much.
  func close() {
    try? FileManager.default.removeItem(atPath: place)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: store)) ?? []
    var entries: [(path: String, used: Int, size: UInt64)] = []
    for name in names {
      let path = store + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      if name.hasPrefix(Self.young) {
        // A run that was killed has left it; none takes so long.
        if time(nil) - status.st_mtim.tv_sec > 7 * 86_400 {
          try? FileManager.default.removeItem(atPath: path)
        }
        continue
      }
      entries.append((path, status.st_mtim.tv_sec, size(path)))
    }
    var total = entries.reduce(0) { $0 + $1.size }
    for entry in entries.sorted(by: { $0.used < $1.used }) where total > limit {
      try? FileManager.default.removeItem(atPath: entry.path)
      total -= entry.size
    }
  }

  private func size(_ folder: String) -> UInt64 {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.reduce(0) { sum, name in
      var status = stat()
      return lstat(folder + "/" + name, &status) == 0 ? sum + UInt64(status.st_size) : sum
    }
  }
}
