import Publishing
import Reports
import Testing

@Suite struct PublicationTests {
  static let (old, new) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))

  static func rendered(_ name: String, volatilePage: String? = nil) -> Publication.Rendered {
    Publication.Rendered(
      name: name, files: [name + ".html": new], volatilePage: volatilePage,
      card: IndexEntry(title: "New \(name)", file: name + ".html"))
  }

  /// A folder with the reports of some notebooks, as an earlier render left it.
  static func state(_ names: [String]) -> Publication.State {
    var state = Publication.State()
    for name in names {
      let file = name + ".html"
      state.digests[file] = old
      state.present.insert(file)
      state.manifest.records[name] = ReportRecord(
        name: name, files: [file: old], card: IndexEntry(title: "Old \(name)", file: file))
    }
    state.digests["index.html"] = old
    state.present.insert("index.html")
    return state
  }

  private func publication(
    _ state: Publication.State, _ rendered: [Publication.Rendered] = [],
    unreadable: [(name: String, path: String)] = [], isWholeSet: Bool = false
  ) -> Publication {
    Publication(
      state, rendered: rendered, unreadable: unreadable, isWholeSet: isWholeSet, folder: "out")
  }

  @Test("Rendering one notebook keeps digests and cards of the others")
  func oneOfThree() {
    let result = publication(Self.state(["a", "b", "c"]), [Self.rendered("b")])
    #expect(result.digests == ["a.html": Self.old, "b.html": Self.new, "c.html": Self.old])
    #expect(result.index?.map(\.title) == ["Old a", "New b", "Old c"])
    #expect(result.warnings.isEmpty)
  }

  @Test("The order in which notebooks are rendered into a folder leaves no trace")
  func order() {
    func after(_ names: [String]) -> Publication {
      var state = Publication.State()
      var last = publication(state)
      for name in names {
        state.present.insert(name + ".html")
        last = publication(state, [Self.rendered(name)])
        state.digests = last.digests
        state.manifest = last.manifest
      }
      return last
    }
    let (one, other) = (after(["a", "b", "c"]), after(["c", "a", "b"]))
    #expect(one.manifest == other.manifest && one.digests == other.digests)
    #expect(one.index == other.index)
    #expect(one.index?.count == 3)
  }

  @Test(
    "A folder is the whole set: a report whose notebook is gone is warned of as long as it stays")
  func gone() {
    var state = Self.state(["a", "b"])
    for _ in 0..<2 {
      let result = publication(state, [Self.rendered("a")], isWholeSet: true)
      #expect(result.digests == ["a.html": Self.new])
      #expect(result.index?.map(\.file) == ["a.html"])
      #expect(result.warnings.map(\.message).count { $0.hasPrefix("out/b.html is of") } == 1)
      state.digests = result.digests
      state.manifest = result.manifest
    }
    state.present.remove("b.html")
    #expect(publication(state, [Self.rendered("a")], isWholeSet: true).warnings.isEmpty)
  }

  @Test("The report of a notebook that cannot be read now is warned of, and not listed")
  func unreadable() {
    for isWholeSet in [true, false] {
      let result = publication(
        Self.state(["a", "b"]), [Self.rendered("a")], unreadable: [("b", "n/b.md")],
        isWholeSet: isWholeSet)
      #expect(result.index?.map(\.file) == ["a.html"])
      #expect(result.digests["b.html"] == nil)
      #expect(result.warnings.count == 1)
      #expect(result.warnings.first?.message.contains("n/b.md could not be rendered") == true)
      var next = Publication.State()
      next.manifest = result.manifest
      next.digests = result.digests
      next.present = ["a.html", "b.html"]
      let mended = publication(next, [Self.rendered("b")])
      #expect(mended.index?.map(\.file) == ["a.html", "b.html"])
      #expect(mended.warnings.isEmpty)
    }
  }

  @Test("Digests of a fresh clone, whose reports are not there, stay; those of removed reports go")
  func clone() {
    var state = Publication.State()
    state.digests = ["a.html": Self.old, "b.html": Self.old, "index.html": Self.old]
    state.present = ["b.html"]
    let result = publication(state, [Self.rendered("b")])
    #expect(result.digests == ["a.html": Self.old, "b.html": Self.new])
    #expect(result.index?.map(\.file) == ["b.html"])
    var later = Self.state(["a", "b"])
    later.present.remove("a.html")
    let removed = publication(later, [Self.rendered("b")])
    #expect(removed.digests == ["b.html": Self.new])
    #expect(removed.index?.map(\.file) == ["b.html"])
  }

  @Test("Without a manifest cards come from the reports, and without digests from the manifest")
  func parts() {
    var state = Self.state(["a", "b"])
    state.manifest = Manifest()
    state.foundCards = ["a.html": IndexEntry(title: "Found a", file: "a.html")]
    let result = publication(state, [Self.rendered("b")])
    #expect(result.index?.map(\.title) == ["Found a", "New b"])
    #expect(result.digests["a.html"] == Self.old)
    var undigested = Self.state(["a", "b"])
    undigested.digests = [:]
    #expect(publication(undigested, [Self.rendered("b")]).digests["a.html"] == Self.old)
  }

  @Test("A report in another format stays on record only as long as it would be the same")
  func otherFormats() {
    var state = Self.state(["a"])
    state.digests["a.txt"] = Self.old
    state.present.insert("a.txt")
    var notebook = Self.rendered("a")
    notebook.otherFormats = ["a.txt": Self.old]
    let same = publication(state, [notebook], isWholeSet: true)
    #expect(same.digests["a.txt"] == Self.old && same.warnings.isEmpty)
    notebook.otherFormats = ["a.txt": Self.new]
    let other = publication(state, [notebook])
    #expect(other.digests["a.txt"] == nil)
    #expect(
      other.warnings.map(\.message).first?.hasPrefix("out/a.txt is of an earlier run") == true)
  }

  @Test("A volatile page that a notebook has no more is told of; one that it has is not")
  func volatilePage() {
    var state = Self.state(["a"])
    state.manifest.records["a"]?.volatilePage = "a.volatile.html"
    state.present.insert("a.volatile.html")
    let with = publication(state, [Self.rendered("a", volatilePage: "a.volatile.html")])
    #expect(with.warnings.isEmpty)
    let without = publication(state, [Self.rendered("a")])
    #expect(without.warnings.count == 1)
    #expect(without.warnings.first?.message.contains("out/a.volatile.html") == true)
  }

  @Test("Reports as text alone make no index")
  func noIndex() {
    let text = Publication.Rendered(
      name: "a", files: ["a.txt": Self.new], card: IndexEntry(title: "A", file: "a.html"))
    let result = publication(Publication.State(), [text])
    #expect(result.index == nil)
    #expect(result.digests == ["a.txt": Self.new])
  }
}
