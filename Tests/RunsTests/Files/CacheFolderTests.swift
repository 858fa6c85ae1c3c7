import Foundation
import Testing

@testable import Runs

@Suite struct CacheFolderTests {
  private let scratch: Scratch
  private let cache: CacheFolder
  private let file: String

  init() throws {
    scratch = try Scratch()
    cache = CacheFolder(besideNotebooksIn: scratch.path)
    #expect(cache.prepare())
    file = cache.objects + "/entry"
  }

  private func replace(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  @Test("What is kept is found again", arguments: [0, 1, 63, 64, 65, 5000])
  func kept(count: Int) {
    let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0) })
    #expect(cache.keep(data, at: file))
    #expect(cache.contents(of: file) == data)
    #expect(cache.contents(of: file + "-other") == nil)
  }

  @Test("Any flipped bit of a kept file is a miss")
  func flipped() throws {
    cache.keep(Data("weights\0\u{FFFD}".utf8), at: file)
    let whole = [UInt8](try #require(FileManager.default.contents(atPath: file)))
    for place in whole.indices {
      for bit in 0..<8 {
        var bytes = whole
        bytes[place] ^= 1 << UInt8(bit)
        try replace(bytes)
        #expect(cache.contents(of: file) == nil, "bit \(bit) of byte \(place)")
      }
    }
    try replace(whole)
    #expect(cache.contents(of: file) != nil)
  }

  @Test("Any missing or added byte of a kept file is a miss")
  func missing() throws {
    cache.keep(Data("weights".utf8), at: file)
    let whole = [UInt8](try #require(FileManager.default.contents(atPath: file)))
    for place in whole.indices {
      var bytes = whole
      bytes.remove(at: place)
      // Of two equal neighbours it is the same which one is gone; either is a miss.
      try replace(bytes)
      #expect(cache.contents(of: file) == nil, "byte \(place) is gone")
      try replace(Array(whole.prefix(place)))
      #expect(cache.contents(of: file) == nil, "cut at \(place)")
      for added in [whole[place], 0x0A, 0x00] {
        var bytes = whole
        bytes.insert(added, at: place)
        try replace(bytes)
        #expect(cache.contents(of: file) == nil, "byte \(added) at \(place)")
      }
    }
    try replace(whole + [0])
    #expect(cache.contents(of: file) == nil)
  }

  @Test("A folder or a file that cannot be used where the cache should be is told, not thrown")
  func unusable() throws {
    try scratch.write("a file", "occupied")
    #expect(!CacheFolder(path: scratch.path + "/occupied").prepare())
    try scratch.folder(".unroll/objects/entry")
    #expect(cache.contents(of: file) == nil)
    #expect(!cache.keep(Data(), at: file))
  }

  @Test("Results come back by their key; damaged, forgotten and foreign ones are misses")
  func results() throws {
    let store = ResultStore(folder: cache)
    let key = String(repeating: "k", count: 64)
    let record = StepRecord(
      outputs: [.standardOutput("a\n"), .truncated(stream: "output", keptBytes: 1)],
      inlineText: "x", expectedFailure: Failure(kind: .trap, message: "m"),
      inputs: [StepInput(kind: .content, name: "a", found: "f")], written: ["o": "d"],
      sources: [StepSource(source: .program, detail: "ls")])
    #expect(store.record(for: key) == nil)
    store.keep(record, for: key)
    #expect(store.record(for: key) == record)
    #expect(store.record(for: String(repeating: "j", count: 64)) == nil)
    // Whole by its digest, but not a record.
    cache.keep(Data(#"{"outputs":3}"#.utf8), at: cache.results + "/" + key.prefix(48))
    #expect(store.record(for: key) == nil)
    store.keep(record, for: key)
    store.forget(key)
    store.forget(key)
    #expect(store.record(for: key) == nil)
  }

  @Test("What is kept is left out of version control")
  func ignored() throws {
    let text = FileManager.default.contents(atPath: cache.path + "/.gitignore")
    #expect(text == Data("*\n".utf8))
  }
}
