import Foundation
import Glibc
import Testing

@testable import Runs

@Suite struct WorkFoldersTests {
  /// A folder as a run makes it; `lock` is held where the run still goes on.
  private func folder(isLocked: Bool) throws -> (path: String, lock: Int32) {
    let path = NSTemporaryDirectory() + "/unroll-work-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    try #require(lock >= 0)
    if isLocked { #expect(flock(lock, LOCK_EX | LOCK_NB) == 0) }
    try Data("left behind".utf8).write(to: URL(fileURLWithPath: path + "/Cell.swift"))
    return (path, lock)
  }

  private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test("A folder whose run is gone is swept by the next run; one in use is not")
  func abandoned() throws {
    let (left, used) = (try folder(isLocked: false), try folder(isLocked: true))
    close(left.lock)
    defer { try? FileManager.default.removeItem(atPath: used.path) }
    let own = try WorkFolders.make()
    defer { WorkFolders.remove(own) }
    #expect(!isThere(left.path))
    #expect(isThere(used.path + "/Cell.swift"))
    // The next run does not sweep this one's either.
    let other = try WorkFolders.make()
    #expect(isThere(own) && isThere(other) && own != other)
    WorkFolders.remove(other)
    #expect(!isThere(other) && isThere(own))
    close(used.lock)
    WorkFolders.remove(try WorkFolders.make())
    #expect(!isThere(used.path))
  }

  @Test("A folder without a lock is left alone while it is new, and a link is never followed")
  func unlocked() throws {
    let scratch = try Scratch()
    let parent = NSTemporaryDirectory() + "/unroll-work-test-"
    let (new, old, link) = (
      parent + UUID().uuidString, parent + UUID().uuidString, parent + UUID().uuidString
    )
    let manager = FileManager.default
    for path in [new, old] {
      try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    try manager.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -120)], ofItemAtPath: old)
    try scratch.folder("mine")
    try scratch.write("", "mine/lock")
    try manager.createSymbolicLink(atPath: link, withDestinationPath: scratch.path + "/mine")
    defer { for path in [new, link] { try? manager.removeItem(atPath: path) } }
    WorkFolders.remove(try WorkFolders.make())
    #expect(isThere(new) && !isThere(old))
    #expect(isThere(scratch.path + "/mine/lock"))
  }

  @Test("A folder is its user's alone, and its path is plain")
  func made() throws {
    let path = try WorkFolders.make()
    defer { WorkFolders.remove(path) }
    var status = stat()
    #expect(lstat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
    #expect(FileView.standard(path) == path)
  }
}
