internal import Basics
internal import Foundation
internal import Glibc
internal import Synchronization

/// Temporary folders in use. A run that was killed leaves its folder behind; the next one finds it by the
/// lock that nobody holds any more, and removes it.
public enum WorkFolders {
  private static let folders = Mutex<[String: Int32]>([:])
  private static let prefix = "unroll-work-"
  private static let youngPrefix = "unroll-young-"

  /// Makes a folder that is this user's alone.
  static func make() throws -> String {
    removeAbandoned()
    let parent = NSTemporaryDirectory()
    // Under its own name it appears when it is locked: until then others would take it for abandoned.
    var template = Array((parent + "/" + youngPrefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Problem(
        .environment, "no temporary folder can be made in \(parent)",
        advice: "Set TMPDIR to a folder that can be written.",
        underlying: String(cString: strerror(errno)))
    }
    let young = FileView.standard(
      String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    let path = FileView.standard(parent + "/" + prefix + young.suffix(6))
    let lock = open(young + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else {
      try? FileManager.default.removeItem(atPath: young)
      throw ChildProcess.noDescriptors()
    }
    flock(lock, LOCK_EX | LOCK_NB)
    guard rename(young, path) == 0 else {
      close(lock)
      try? FileManager.default.removeItem(atPath: young)
      return try make()
    }
    folders.withLock { $0[path] = lock }
    return path
  }

  static func remove(_ path: String) {
    takeAway(path)
    folders.withLock { if let lock = $0.removeValue(forKey: path) { close(lock) } }
  }

  /// Removes them all.
  public static func removeAll() {
    folders.withLock { for path in $0.keys { takeAway(path) } }
  }

  /// Removes a folder into which other threads may be writing: under another name it is out of their reach.
  private static func takeAway(_ path: String) {
    let gone = rename(path, path + "-gone") == 0 ? path + "-gone" : path
    for _ in 0..<3 where (try? FileManager.default.removeItem(atPath: gone)) == nil { usleep(1000) }
  }

  /// Removes this user's folders whose run is gone.
  private static func removeAbandoned() {
    let parent = NSTemporaryDirectory()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) || name.hasPrefix(youngPrefix) {
      let path = parent + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0, status.st_uid == getuid(), status.st_mode & S_IFMT == S_IFDIR
      else { continue }
      let lock =
        name.hasPrefix(prefix) ? open(path + "/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1
      guard lock >= 0 else {
        // Made a moment ago and not locked yet, or left in that moment.
        if time(nil) - status.st_mtim.tv_sec > 60 {
          try? FileManager.default.removeItem(atPath: path)
        }
        continue
      }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
      close(lock)
    }
  }
}
