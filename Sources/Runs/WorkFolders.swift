internal import Foundation
internal import Synchronization

/// Temporary folders in use, so that an interruption leaves none behind.
public enum WorkFolders {
  private static let folders = Mutex<Set<String>>([])

  static func add(_ path: String) { folders.withLock { _ = $0.insert(path) } }

  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
    folders.withLock { _ = $0.remove(path) }
  }

  /// Removes them all.
  public static func removeAll() {
    folders.withLock { for path in $0 { try? FileManager.default.removeItem(atPath: path) } }
  }
}
