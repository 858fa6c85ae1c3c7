import Foundation
import Glibc
import Testing

@testable import Runs

@Suite struct FileViewTests {
  private let scratch: Scratch
  private let view: FileView

  init() throws {
    scratch = try Scratch()
    try scratch.folder("book/data/inner")
    try scratch.write("1,2\n", "book/data/a.csv")
    try scratch.write("b", "book/data/inner/b")
    view = FileView(folder: scratch.path + "/book")
  }

  private func all(_ view: FileView, _ name: String) -> [String] {
    [view.found(.content, name), view.found(.names, name), view.found(.presence, name)]
  }

  @Test(
    "A path is made plain by its text alone",
    arguments: [
      ("/a/./b//c/", "/a/b/c"), ("/a/../b", "/b"), ("/../../a", "/a"), ("/", "/"),
      ("a/../..", ".."),
      ("../a/./..", ".."), (".", ""), ("./a", "a"), ("/a/b/../../..", "/"), ("a//", "a"),
    ])
  func standard(path: String, plain: String) {
    #expect(FileView.standard(path) == plain)
    #expect(FileView.standard(plain) == plain)
  }

  @Test("A path in the notebook's folder is told from it, others from the root")
  func names() throws {
    try scratch.link("other", to: scratch.path + "/book")
    let real = try #require(FileView.real(scratch.path))
    let linked = FileView(folder: scratch.path + "/other")
    for view in [view, linked] {
      #expect(view.name(ofPath: real + "/book/data/a.csv") == "data/a.csv")
      #expect(view.name(ofPath: real + "/book") == ".")
      #expect(view.name(ofPath: real + "/book/./data/../x") == "x")
      #expect(view.name(ofPath: real + "/bookend") == real + "/bookend")
      #expect(view.name(ofPath: "/etc/hosts") == "/etc/hosts")
      #expect(view.name(ofPath: real + "/book/../c") == real + "/c")
    }
    #expect(linked.name(ofPath: scratch.path + "/other/data") == "data")
  }

  @Test("A folder that is moved, copied or reached by a link is as it was")
  func moved() throws {
    let manager = FileManager.default
    try manager.copyItem(atPath: scratch.path + "/book", toPath: scratch.path + "/copy")
    try scratch.link("link", to: "book")
    let before = ["data", "data/a.csv", ".", "none"].map { all(view, $0) }
    for name in ["copy", "link", "moved"] {
      if name == "moved" {
        try manager.moveItem(atPath: scratch.path + "/book", toPath: scratch.path + "/moved")
      }
      let view = FileView(folder: scratch.path + "/" + name)
      #expect(["data", "data/a.csv", ".", "none"].map { all(view, $0) } == before, "\(name)")
    }
  }

  @Test("A file's content is its bytes; its absence is something of its own")
  func content() throws {
    let first = view.found(.content, "data/a.csv")
    try scratch.write("1,3\n", "book/data/a.csv")
    #expect(view.found(.content, "data/a.csv") != first)
    try scratch.write("1,2\n", "book/data/a.csv")
    #expect(view.found(.content, "data/a.csv") == first)
    #expect(view.written("data/a.csv") == first)
    #expect(all(view, "none") == ["absent", "absent", "absent"])
    #expect(view.written("none") == "absent")
    #expect(view.found(.names, "data/a.csv") == "no folder")
    #expect(view.found(.presence, "data/a.csv") == "there")
    #expect(view.written("data") == "folder")
  }

  @Test("A folder's content is all names and bytes below it; its names are those in it alone")
  func folders() throws {
    let (content, names) = (view.found(.content, "data"), view.found(.names, "data"))
    try scratch.write("c", "book/data/inner/b")
    #expect(view.found(.content, "data") != content)
    #expect(view.found(.names, "data") == names)
    try scratch.write("b", "book/data/inner/b")
    #expect(view.found(.content, "data") == content)
    try scratch.folder("book/data/empty")
    #expect(view.found(.content, "data") != content)
    #expect(view.found(.names, "data") != names)
    try scratch.remove("book/data/empty")
    #expect(all(view, "data") == [content, names, "there"])
    try scratch.remove("book/data/inner/b")
    try scratch.write("b", "book/data/inner-b")
    #expect(view.found(.content, "data") != content)
  }

  @Test("What Unroll keeps in a folder, or in one below it, is nobody's input")
  func own() throws {
    let before = all(view, ".") + all(view, "data")
    for folder in ["book/.unroll/results", "book/data/.unroll/objects", "book/data/inner/.unroll"] {
      try scratch.folder(folder)
      try scratch.write("x", folder + "/x")
    }
    #expect(all(view, ".") + all(view, "data") == before)
  }

  @Test("A FIFO, a device and a link to nothing are never opened", .timeLimit(.minutes(1)))
  func special() throws {
    #expect(mkfifo(scratch.path + "/book/data/fifo", 0o600) == 0)
    try scratch.link("book/null", to: "/dev/null")
    try scratch.link("book/nowhere", to: "nothing")
    #expect(view.found(.content, "data/fifo") == "special")
    #expect(view.written("data/fifo") == "special")
    #expect(view.found(.content, "null") == "special")
    #expect(view.found(.content, "/dev/full") == "special")
    #expect(all(view, "nowhere") == ["absent", "absent", "absent"])
    // A folder with a FIFO in it is read past it.
    #expect(view.found(.content, "data").count == 64)
  }

  @Test("A file larger than the buffer is read to its end")
  func large() throws {
    var bytes = [UInt8](repeating: 7, count: (1 << 18) * 2 + 5)
    try scratch.write(bytes, "book/large")
    let first = view.found(.content, "large")
    bytes[bytes.count - 1] = 8
    try scratch.write(bytes, "book/large")
    #expect(view.found(.content, "large") != first)
    #expect(first.count == 64)
  }
}
