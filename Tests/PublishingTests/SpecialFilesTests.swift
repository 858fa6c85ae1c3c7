import Basics
import Foundation
import Synchronization
import Testing

/// What stands at a path and is no plain file is never replaced. All of it is made in a scratch folder.
@Suite struct SpecialFilesTests {
  private func kind(_ path: String) -> mode_t {
    var info = stat()
    return lstat(path, &info) == 0 ? info.st_mode & S_IFMT : 0
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test(
    "A link stays, and what it names is replaced whole",
    arguments: ["real/j.xml", "hop", "new.xml"])
  func link(destination: String) throws {
    let scratch = try Scratch()
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: scratch.path + "/real", withIntermediateDirectories: true)
    try AtomicFile.write(Data("old".utf8), to: scratch.path + "/real/j.xml")
    try manager.createSymbolicLink(atPath: scratch.path + "/hop", withDestinationPath: "real/j.xml")
    let link = scratch.path + "/link.xml"
    try manager.createSymbolicLink(atPath: link, withDestinationPath: destination)
    try AtomicFile.write(Data("new".utf8), to: link)
    #expect(kind(link) == S_IFLNK && kind(scratch.path + "/hop") == S_IFLNK)
    #expect(try text(link) == "new")
    #expect(
      kind(scratch.path + "/" + (destination == "hop" ? "real/j.xml" : destination)) == S_IFREG)
    let names = try manager.contentsOfDirectory(atPath: scratch.path + "/real")
    #expect(names == ["j.xml"])
  }

  @Test("Links in a circle, into a missing folder or to a folder are errors, and stay")
  func badLinks() throws {
    let scratch = try Scratch()
    let links = ["a": "b", "b": "a", "c": "missing/x", "d": "notebooks"]
    for (name, destination) in links {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path + "/" + name, withDestinationPath: destination)
    }
    for name in ["a", "c", "d"] {
      let path = scratch.path + "/" + name
      let problem = try #require(throws: Problem.self) {
        try AtomicFile.write(Data("x".utf8), to: path)
      }
      #expect(problem.message.contains(path))
      #expect(kind(path) == S_IFLNK)
    }
  }

  @Test("A pipe stays, and its reader gets the bytes")
  func pipe() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let bytes = Data(repeating: 7, count: 300_000)
    let read = Mutex<Data?>(nil)
    let hasEnded = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let all = try? FileHandle(forReadingAtPath: path)?.readToEnd()
      read.withLock { $0 = all }
      hasEnded.signal()
    }
    try AtomicFile.write(bytes, to: path)
    #expect(hasEnded.wait(timeout: .now() + 30) == .success)
    #expect(read.withLock { $0 } == bytes)
    #expect(kind(path) == S_IFIFO)
  }

  @Test("A pipe that nobody reads is an error, not a wait for ever")
  func pipeWithoutReader() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let problem = try #require(throws: Problem.self) {
      try AtomicFile.write(Data("x".utf8), to: path)
    }
    #expect(problem.advice?.contains("Nobody reads") == true)
    #expect(kind(path) == S_IFIFO)
  }

  @Test("A socket is an error, and stays")
  func socket() throws {
    // The path of a socket has few bytes: a folder with a short name.
    let folder = "/tmp/unroll-s\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/socket"
    let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    #expect(isBound == 0)
    #expect(throws: Problem.self) { try AtomicFile.write(Data("x".utf8), to: path) }
    #expect(kind(path) == S_IFSOCK)
  }

  @Test("A path of an open descriptor takes the bytes, and the link to it stays")
  func openDescriptor() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/log"
    let descriptor = open(file, O_WRONLY | O_CREAT, 0o600)
    defer { close(descriptor) }
    let link = scratch.path + "/stdout"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/proc/self/fd/\(descriptor)")
    var before = stat()
    #expect(fstat(descriptor, &before) == 0)
    try AtomicFile.write(Data("said".utf8), to: link)
    var after = stat()
    #expect(stat(file, &after) == 0)
    #expect(before.st_ino == after.st_ino)
    #expect(try text(file) == "said")
    #expect(kind(link) == S_IFLNK)
  }

  @Test("A file that is replaced keeps its permissions, a new one has the usual ones")
  func permissions() throws {
    let scratch = try Scratch()
    let mask = umask(0o022)
    defer { umask(mask) }
    try AtomicFile.write(Data("x".utf8), to: scratch.path + "/a")
    #expect(chmod(scratch.path + "/a", 0o640) == 0)
    try AtomicFile.write(Data("y".utf8), to: scratch.path + "/a")
    try AtomicFile.write(Data("y".utf8), to: scratch.path + "/b")
    var (kept, new) = (stat(), stat())
    #expect(stat(scratch.path + "/a", &kept) == 0 && stat(scratch.path + "/b", &new) == 0)
    #expect(kept.st_mode & 0o777 == 0o640)
    #expect(new.st_mode & 0o777 == 0o644)
  }

  @Test("A name as long as names can be is written")
  func longName() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/" + String(repeating: "n", count: 250) + ".html"
    try AtomicFile.write(Data("x".utf8), to: path)
    #expect(try text(path) == "x")
  }
}
