internal import Basics
internal import Foundation
internal import Glibc
internal import Synchronization

/// Temporary folders in use. A run that was killed leaves its folder behind; the next one finds it by the
/// lock that nobody holds any more, and removes it.
public enum WorkFolders {
  private static let folders = Mutex<[String: Int32]>([:])
  private static let prefix = "unroll-work-"

  /// Makes a folder that is this user's alone.
  static func make() throws -> String {
    removeAbandoned()
    let parent = NSTemporaryDirectory()
    var template = Array((parent + "/" + prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Problem(
        .environment, "no temporary folder can be made in \(parent)",
        advice: "Set TMPDIR to a folder that can be written.",
        underlying: String(cString: strerror(errno)))
    }
    let path = FileView.standard(
      String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    let lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else {
      try? FileManager.default.removeItem(atPath: path)
      throw ChildProcess.noDescriptors()
    }
    flock(lock, LOCK_EX | LOCK_NB)
    folders.withLock { $0[path] = lock }
    return path
  }

  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
    folders.withLock { if let lock = $0.removeValue(forKey: path) { close(lock) } }
  }

  /// Removes them all.
  public static func removeAll() {
    folders.withLock { for path in $0.keys { try? FileManager.default.removeItem(atPath: path) } }
  }

  /// Removes this user's folders whose run is gone.
  private static func removeAbandoned() {
    let parent = NSTemporaryDirectory()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = parent + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0, status.st_uid == getuid(), status.st_mode & S_IFMT == S_IFDIR
      else { continue }
      let lock = open(path + "/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
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
