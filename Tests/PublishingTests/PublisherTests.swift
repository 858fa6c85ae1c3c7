import Basics
import Foundation
import Publishing
import Testing

@Suite struct PublisherTests {
  @Test("A folder is rendered: reports, index, digests that hold, and nothing else to see")
  func folder() throws {
    let scratch = try Scratch()
    for name in ["b", "a"] { try scratch.add(name) }
    #expect(try scratch.render() == .good)
    #expect(scratch.listing == [Manifest.file, "SHA256SUMS", "a.html", "b.html", "index.html"])
    #expect(try scratch.recordedFiles == ["a.html", "b.html", "index.html"])
    #expect(try scratch.digestsHold())
    #expect(scratch.complaints() == [])
  }

  @Test("Rendered one by one in any order, by several at once: the bytes of one render of all")
  func oneByOne() throws {
    let names = ["a", "b", "c", "d"]
    let (whole, single, atOnce) = (try Scratch(), try Scratch(), try Scratch())
    for scratch in [whole, single, atOnce] {
      for name in names { try scratch.add(name, "# \(name)\n\n```swift\n2\n```\n") }
    }
    try whole.render(jobs: 3)
    for name in ["c", "a", "d", "b"] { try single.render([name]) }
    DispatchQueue.concurrentPerform(iterations: names.count) { index in
      for _ in 0..<5 { _ = try? atOnce.render([names[index]]) }
    }
    for file in whole.listing {
      #expect(single.read(file) == whole.read(file), "\(file)")
      #expect(atOnce.read(file) == whole.read(file), "\(file)")
    }
    #expect(atOnce.listing == whole.listing)
  }

  @Test(
    "A damaged record is an error before anything runs, and stays as it is",
    arguments: [(Digests.file, "<<<<<<< ours\n"), (Manifest.file, "=======\n")], [["a"], []])
  func damagedRecord(damage: (file: String, line: String), names: [String]) throws {
    let scratch = try Scratch()
    for name in ["a", "b"] { try scratch.add(name) }
    try scratch.render()
    scratch.ran.withLock { $0 = [] }
    let damaged = damage.line + (scratch.read(damage.file) ?? "")
    try scratch.write(damaged, to: damage.file)
    let before = scratch.listing.map(scratch.read)
    let problem = try #require(throws: Problem.self) { try scratch.render(names) }
    #expect(problem.location?.line == 1)
    #expect(problem.location?.file == scratch.output + "/" + damage.file)
    #expect(scratch.listing.map(scratch.read) == before)
    #expect(scratch.ran.withLock { $0 } == [])
  }

  @Test("A byte that is not UTF-8 in a record is named with its line")
  func notUTF8() throws {
    let scratch = try Scratch()
    try scratch.add("a")
    try scratch.render()
    let url = URL(filePath: scratch.output + "/" + Digests.file)
    let whole = try Data(contentsOf: url)
    try (whole + [0xFF, 0x0A]).write(to: url)
    let problem = try #require(throws: Problem.self) { try scratch.render() }
    #expect(problem.location?.line == whole.count { $0 == 0x0A } + 1)
  }

  @Test("The report of a notebook that cannot be read is told of, and left out of the index")
  func unreadable() throws {
    let scratch = try Scratch()
    for name in ["a", "b"] { try scratch.add(name) }
    try scratch.render()
    try scratch.add("b", "---\nfoo: 1\n---\n")
    for names in [[], ["b"]] {
      #expect(try scratch.render(names) == .badInput)
      let told = scratch.complaints()
      #expect(told.contains { $0.contains("b.md:2") && $0.contains("foo") })
      #expect(
        told.contains { $0.contains("warning: \(scratch.output)/b.html is of an earlier run") })
      #expect(scratch.read("index.html")?.contains("b.html") == false)
      #expect(try scratch.recordedFiles == ["a.html", "index.html"])
      #expect(scratch.read("b.html") != nil)
    }
  }

  @Test("Where nothing can be read nothing is made")
  func nothing() throws {
    let scratch = try Scratch()
    try scratch.add("a", "---\nfoo: 1\n---\n")
    #expect(try scratch.render() == .badInput)
    #expect(scratch.listing == [])
    #expect(!FileManager.default.fileExists(atPath: scratch.output))
  }

  @Test("A failing cell gives a report and status 1; the index says so until it is mended")
  func failure() throws {
    let scratch = try Scratch()
    try scratch.add("a", "# A\n\n```swift\nfails\n```\n")
    try scratch.add("b")
    #expect(try scratch.render() == .cellFailed)
    #expect(scratch.read("index.html")?.contains("A cell failed.") == true)
    #expect(try scratch.render(["b"]) == .good)
    #expect(scratch.read("index.html")?.contains("A cell failed.") == true)
    try scratch.add("a")
    #expect(try scratch.render(["a"]) == .good)
    #expect(scratch.read("index.html")?.contains("A cell failed.") == false)
  }

  @Test("A warning is told; under --strict it makes status 1, and the report is there all the same")
  func strict() throws {
    let scratch = try Scratch()
    try scratch.add("a", "# A\n\n```swift\nwarned\n```\n")
    #expect(try scratch.render() == .good)
    #expect(scratch.complaints().map { $0.contains("warning: a variable") } == [true])
    let junit = scratch.path + "/junit.xml"
    #expect(try scratch.render(junit: junit, isStrict: true) == .cellFailed)
    #expect(scratch.read("a.html")?.contains("warned") == true)
    #expect(try String(contentsOfFile: junit, encoding: .utf8).contains("errors=\"1\""))
    try scratch.add("a")
    #expect(try scratch.render(isStrict: true) == .good)
  }

  @Test("A report of another format stays on record while it is right, and is told of when not")
  func formats() throws {
    let scratch = try Scratch()
    try scratch.add("a")
    try scratch.render(formats: [.html, .text])
    try scratch.render(formats: [.html])
    #expect(try scratch.recordedFiles == ["a.html", "a.txt", "index.html"])
    #expect(try scratch.digestsHold())
    try scratch.add("a", "# Other\n")
    try scratch.render(formats: [.html])
    #expect(try scratch.recordedFiles == ["a.html", "index.html"])
    #expect(scratch.complaints().count { $0.contains("a.txt is of an earlier run") } == 1)
  }

  @Test("A volatile page of one notebook is not replaced by the report of another")
  func volatilePage() throws {
    let scratch = try Scratch()
    try scratch.add("a", "```swift\n//| volatile: true\n1\n```\n")
    try scratch.add("a.volatile", "# V\n")
    #expect(throws: Problem.self) { try scratch.render() }
    #expect(scratch.listing == [])
    #expect(try scratch.render(["a"]) == .good)
    let page = scratch.read("a.volatile.html")
    #expect(throws: Problem.self) { try scratch.render(["a.volatile"]) }
    #expect(scratch.read("a.volatile.html") == page)
    #expect(scratch.ran.withLock { $0 } == ["a"])
  }

  @Test("JUnit counts notebooks that cannot be read")
  func junit() throws {
    let scratch = try Scratch()
    try scratch.add("a")
    try scratch.add("b", "---\nfoo: 1\n---\n")
    let file = scratch.path + "/junit.xml"
    #expect(try scratch.render(junit: file) == .badInput)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("<testsuite name=\"b\" tests=\"1\" failures=\"0\" errors=\"1\""))
    #expect(text.contains("unknown front matter key `foo`"))
  }

  @Test(
    "A path for JUnit results that cannot be written is told before anything runs",
    arguments: ["missing/j.xml", "notebooks", "notebooks/a.md/j.xml"])
  func wrongJUnitPath(path: String) throws {
    let scratch = try Scratch()
    try scratch.add("a")
    let problem = try #require(throws: Problem.self) {
      try scratch.render(junit: scratch.path + "/" + path)
    }
    #expect(problem.message.contains(path))
    #expect(problem.advice?.contains("--output") == false)
    #expect(scratch.ran.withLock { $0 } == [])
    #expect(try scratch.render(junit: scratch.output + "/j.xml") == .good)
  }

  @Test("A folder that was removed in part is made whole by the next render")
  func removedParts() throws {
    let scratch = try Scratch()
    for name in ["a", "b"] { try scratch.add(name) }
    try scratch.render()
    let whole = Dictionary(uniqueKeysWithValues: scratch.listing.map { ($0, scratch.read($0)) })
    for file in scratch.listing {
      try FileManager.default.removeItem(atPath: scratch.output + "/" + file)
      #expect(try scratch.render() == .good)
      #expect(scratch.complaints() == [])
      #expect(
        Dictionary(uniqueKeysWithValues: scratch.listing.map { ($0, scratch.read($0)) }) == whole)
    }
    try FileManager.default.removeItem(atPath: scratch.output)
    try scratch.render()
    #expect(scratch.listing.map(scratch.read) == whole.keys.sorted().map { whole[$0] ?? nil })
  }

  @Test("Without the manifest a render of one notebook still lists the others")
  func withoutManifest() throws {
    let scratch = try Scratch()
    try scratch.add("a", "---\ntitle: <A> & \"quotes\"\ndescription: It's told.\n---\n")
    try scratch.add("b")
    try scratch.render()
    let index = scratch.read("index.html")
    try FileManager.default.removeItem(atPath: scratch.output + "/" + Manifest.file)
    try scratch.render(["b"])
    #expect(scratch.read("index.html") == index)
  }
}
