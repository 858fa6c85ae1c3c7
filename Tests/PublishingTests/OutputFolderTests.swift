import Basics
import Foundation
import Publishing
import Synchronization
import Testing

@Suite struct OutputFolderTests {
  @Test("A folder that cannot be one is an error that says why")
  func unusable() throws {
    let scratch = try Scratch()
    try Data("x".utf8).write(to: URL(filePath: scratch.path + "/file"))
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: scratch.path + "/nowhere", withDestinationPath: "not/there")
    for (name, reason) in [
      ("file", "a file stands where"), ("file/below", "this folder cannot be made"),
      ("nowhere", "a symbolic link that leads nowhere"),
    ] {
      let problem = try #require(throws: Problem.self) {
        try OutputFolder(scratch.path + "/" + name).prepare()
      }
      #expect(problem.message.contains(scratch.path + "/" + name + ": " + reason), "\(problem)")
      #expect(problem.advice?.contains("--output") == true)
      #expect(problem.underlying?.contains("Cocoa") != true)
    }
    #expect(try manager.destinationOfSymbolicLink(atPath: scratch.path + "/nowhere") == "not/there")
  }

  @Test("A folder behind a symbolic link is used")
  func link() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/real", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.output, withDestinationPath: scratch.path + "/real")
    try scratch.add("a")
    #expect(try scratch.render() == .good)
    #expect(FileManager.default.fileExists(atPath: scratch.path + "/real/a.html"))
  }

  @Test(
    "A folder that must not be written is an error",
    .enabled(if: geteuid() != 0, "permissions do not bind the superuser"))
  func readOnly() throws {
    let scratch = try Scratch()
    try OutputFolder(scratch.output).prepare()
    chmod(scratch.output, 0o555)
    defer { chmod(scratch.output, 0o755) }
    let problem = try #require(throws: Problem.self) { try OutputFolder(scratch.output).prepare() }
    #expect(problem.message.contains("cannot be written"))
  }

  @Test("Many that make a folder at once all find it made")
  func madeAtOnce() throws {
    let scratch = try Scratch()
    for round in 0..<50 {
      let folder = OutputFolder(scratch.path + "/deep/\(round)/out")
      let problems = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        do { try folder.prepare() } catch { problems.withLock { $0.append("\(error)") } }
      }
      #expect(problems.withLock { $0 } == [])
    }
  }

  @Test("What is read and written under the lock is not lost, and no lock is left")
  func lock() throws {
    let scratch = try Scratch()
    let folder = OutputFolder(scratch.output)
    try folder.prepare()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<10 {
        try? folder.withLock {
          let count = Int(scratch.read("count") ?? "") ?? 0
          usleep(100)
          try folder.write(Data("\(count + 1)".utf8), to: "count")
        }
      }
    }
    #expect(scratch.read("count") == "80")
    #expect(scratch.listing == ["count"])
  }

  @Test("Tidying up at any moment takes no file from who writes it")
  func tidyMeanwhile() throws {
    let scratch = try Scratch()
    let folder = OutputFolder(scratch.output)
    try folder.prepare()
    let problems = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { index in
      for round in 0..<200 {
        do {
          if index % 2 == 0 {
            AtomicFile.tidy(folder.path)
          } else {
            try folder.write(Data("\(round)".utf8), to: "f\(index)")
          }
        } catch { problems.withLock { $0.append("\(error)") } }
      }
    }
    #expect(problems.withLock { $0 } == [])
    #expect(scratch.listing == ["f1", "f3", "f5", "f7"])
  }

  @Test("Temporary files of killed processes are removed; one that is being written is not")
  func tidy() throws {
    let scratch = try Scratch()
    let folder = OutputFolder(scratch.output)
    try folder.prepare()
    try scratch.write("half", to: ".unroll-dead.tmp")
    try scratch.write("half", to: ".unroll-alive.tmp")
    try scratch.write("mine", to: "notes.tmp")
    let alive = open(scratch.output + "/.unroll-alive.tmp", O_RDWR)
    defer { close(alive) }
    #expect(flock(alive, LOCK_EX) == 0)
    try folder.prepare()
    #expect(scratch.listing == [".unroll-alive.tmp", "notes.tmp"])
  }
}
