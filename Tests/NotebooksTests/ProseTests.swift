import Basics
import Foundation
import Notebooks
import Testing

@Suite struct ProseTests {
  @Test(arguments: [
    ("a $x$ b", ["1:3 math(\"x\", display: false)"]),
    (
      "a $*x*_{1}$ *b* $y$",
      ["1:3 math(\"*x*_{1}\", display: false)", "1:17 math(\"y\", display: false)"]
    ),
    ("cost $5 and $6", []), ("$ x$", []), ("$x $", []), ("$x$5", []), ("\\$x$", []), ("`$x$`", []),
    ("``$x` $``", []), ("$x\\$y$", ["1:1 math(\"x\\\\$y\", display: false)"]), ("$$", []),
    ("$$ $$", []),
    ("**$x$**", ["1:3 math(\"x\", display: false)"]),
    ("# T $x$", ["1:5 math(\"x\", display: false)"]),
    ("a $$ x $$ b", ["1:3 math(\"x\", display: true)"]),
    ("$x\ny$", ["1:1 math(\"x\\ny\", display: false)"]),
    (
      "> a $x\n> y$ $z$",
      ["1:5 math(\"x\\ny\", display: false)", "2:6 math(\"z\", display: false)"]
    ),
    ("$$\nx\n- y\n= z\n$$", ["1:1 math(\"x\\n- y\\n= z\", display: true)"]),
    (
      "$$\n# x\n> y\n```\n$$\n\n$a$",
      ["1:1 math(\"# x\\n> y\\n```\", display: true)", "7:1 math(\"a\", display: false)"]
    ),
    ("    $x$", ["1:5 codeBlock(info: \"\", text: \"$x$\\n\")"]),
    ("- $$\n  a\n  - b\n  $$", ["1:3 math(\"a\\n- b\", display: true)"]),
    ("---\ntitle: $x$\n---\n$y$", ["4:1 math(\"y\", display: false)"]),
    ("\u{E000}1\u{E001} $x$", ["1:9 math(\"x\", display: false)"]),
  ])
  func `math follows pandoc's rules`(text: String, marks: [String]) throws {
    #expect(try read(text).marks.filter { !$0.contains(" code(") } == marks)
  }

  @Test(arguments: [
    "<http://x.org/$a$b> and http://x.org/?p=$a&q=$b here.", "www.x.org/$a$ and ftp://y/$b$c$",
    "[a](x$y) and [b](z$w)", "[a](<u $v$> \"t\") and [b](</x$y$>)",
    "[a](b_(c$d)e$f) $5", "|https://x.org/$a|$b|\n|-|-|\n",
    "<mailto:a$b$@c.de>", "![a](x$y$.png \"t\")".replacing("![", with: "["),
  ])
  func `dollar signs of addresses open no formula`(text: String) throws {
    #expect(try read(text).marks.filter { $0.contains("math") } == [])
    let known = try read(text.replacing("$", with: "§")).document.events
    let found = try read(text).document.events
    func words(_ events: [Document.Event]) -> String {
      events.map { event in
        switch event {
        case .enter(.link(let destination, let title), _): "<\(destination) \(title)>"
        case .leaf(.text(let text), _): text
        default: ""
        }
      }.joined()
    }
    #expect(words(found) == words(known).replacing("§", with: "$"))
  }

  @Test(arguments: [
    ("a: $x$", ["x"]), ("a<b $x$ c>d", ["x"]), ("<$x$>", ["x"]),
    ("wwww $x$ w$y$", ["x", "y"]), ("[i] ($x$)", ["x"]), ("[a](b $x$ c", ["x"]), ("t[0](", []),
    ("https://x.org (cost $x$) [$y$](https://z.org)", ["x", "y"]),
    ("[a](b[c](d $x$", ["x"]), ("$a$: https://x.org/$b, $c$", ["a", "c"]),
  ])
  func `formulas beside addresses are read`(text: String, formulas: [String]) throws {
    var found: [String] = []
    for case .leaf(.math(let tex, _), _) in try read(text).document.events { found.append(tex) }
    #expect(found == formulas)
  }

  @Test func `texts around math are kept`() throws {
    let events = try read("a\u{E000} $x$ \\$ [b](u$v$ \"t $w$\") <i t=\"$q$\">").document.events
    let texts = events.compactMap { event -> String? in
      switch event {
      case .leaf(.text(let text), _): text
      case .leaf(.htmlInline(let text), _): text
      case .enter(.link(let destination, let title), _): destination + title
      default: nil
      }
    }
    #expect(texts.joined(separator: "|").contains("a\u{E000} | $ |"))
    #expect(texts.last == "<i t=\"$q$\">")
    let linked = try read("[b](<u$v$> \"t $w$\")").document.events
    #expect(
      linked.contains {
        if case .enter(.link("u$v$", "t $w$"), _) = $0 { true } else { false }
      })
  }

  @Test func `inline values and cells are steps in the order of the text`() throws {
    let notebook = try read(
      """
      # At `{swift} a`

      x *y `{swift}  b + "c"`* `{swift}z`
      lazy ``{swift} d``

      ```swift
      //| run: false
      e
      ```

      | h | `{swift} f` |
      |---|---|
      | `{swift} g` | `{swift} h \\| i` |

      > - \\`{swift} no `{swift} j`
      """)
    #expect(
      notebook.inlineValues.map(\.expression) == ["a", "b + \"c\"", "d", "f", "g", "h | i", "j"])
    #expect(
      notebook.inlineValues.map { place($0.location) } == [
        "1:15", "3:16", "4:16", "11:16", "13:12", "13:26", "15:27",
      ])
    #expect(
      notebook.steps == [
        .inlineValue(0), .inlineValue(1), .inlineValue(2), .cell(0), .inlineValue(3),
        .inlineValue(4), .inlineValue(5), .inlineValue(6),
      ])
  }

  @Test func `an inline value without an expression is an error`() {
    #expect(
      complaints("a `{swift} `") == [
        "n.md:1:12: error: the inline value has no expression\n  Write for instance `{swift} loss`."
      ])
  }

  static let labelled = "```swift\n//| label: fig-loss\n```\n\n```swift\n//| label: train\n```\n\n"

  @Test(arguments: [
    ("See @fig-loss.", ["9:5 crossReference(\"fig-loss\")"]),
    (
      "(@fig-loss, *@train*)",
      ["9:2 crossReference(\"fig-loss\")", "9:14 crossReference(\"train\")"]
    ),
    ("@fig-loss-", ["9:1 crossReference(\"fig-loss\")"]), ("me@fig-loss", []), ("@other", []),
    ("`@fig-loss`", ["9:2 code(\"@fig-loss\")"]), ("[@fig-loss](u)", []), ("<a@fig-loss.org>", []),
    ("@fig-loss.org", []), ("\\@fig-loss", []), ("@train@x", []),
    ("&amp; a\n@fig-loss", ["10:1 crossReference(\"fig-loss\")"]),
    (
      "&amp; @fig-loss @train",
      ["9:7 crossReference(\"fig-loss\")", "9:17 crossReference(\"train\")"]
    ),
    ("> a\n> @train", ["10:3 crossReference(\"train\")"]),
    ("|a|\n|-|\n| x @train|", ["11:5 crossReference(\"train\")"]),
  ])
  func `references are found in text only`(text: String, marks: [String]) throws {
    #expect(Array(try read(Self.labelled + text).marks.dropFirst(2)) == marks)
  }

  @Test func `a reference without its cell names the nearest label`() {
    #expect(
      complaints(Self.labelled + "a @fig-los b") == [
        "n.md:9:3: error: no cell has the label `fig-los`\n"
          + "  Did you mean fig-loss? Labels are: fig-loss, train."
      ])
    #expect(
      complaints("@tbl-x") == [
        "n.md:1:1: error: no cell has the label `tbl-x`\n"
          + "  No cell of this notebook has a label; write `//| label: tbl-x` in one."
      ])
  }

  @Test(arguments: [
    ("a.png", "image/png"), ("sub/b%20c.JPG", "image/jpeg"), ("../d.svg", "image/svg+xml"),
  ])
  func `images with a relative path are read`(name: String, type: String) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("images-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let notes = folder.appendingPathComponent("notes")
    let file = notes.appendingPathComponent(name.replacing("%20", with: " "))
    try FileManager.default.createDirectory(at: notes, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data([1, 2, 3]).write(to: file)
    let path = notes.appendingPathComponent("n.md")
    try Data("![x](\(name)) ![y](\(name))".utf8).write(to: path)
    let notebook = try NotebookReader.read(path: path.path)
    #expect(notebook.name == "n")
    #expect(notebook.images == [name: EmbeddedImage(mediaType: type, bytes: Data([1, 2, 3]))])
    try Data(count: 10_000_001).write(to: file)
    let problems = #expect(throws: Problems.self) { try NotebookReader.read(path: path.path) }
    #expect(problems?.problems.count == 1)
    #expect(problems?.problems.first?.message.contains("has 10000001 bytes") == true)
  }

  @Test(arguments: [
    (
      "http://a/b.png",
      "the image `http://a/b.png` is on the network; reports fetch nothing\n"
        + "  Save it beside the notebook and name that file."
    ),
    (
      "/a.png",
      "the image `/a.png` has no relative path\n  Name it by its path from the notebook's folder."
    ),
    (
      "file:a.png",
      "the image `file:a.png` has no relative path\n  Name it by its path from the notebook's folder."
    ),
    (
      "a.bmp",
      "the image `a.bmp` is of no known kind\n  Known are .gif, .jpeg, .jpg, .png, .svg and .webp."
    ),
    (
      "no/a.png",
      "the image `no/a.png` cannot be read\n  Check the path; it starts at the notebook's folder."
    ),
  ])
  func `other images are errors`(name: String, message: String) {
    #expect(complaints("a\n\nb ![x](\(name))") == ["n.md:3:3: error: \(message)"])
  }
}
