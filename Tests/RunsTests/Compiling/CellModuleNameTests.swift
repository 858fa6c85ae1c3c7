import Foundation
import Testing

@testable import Runs

@Suite struct CellModuleNameTests {
  @Test(
    "Every module is called main, and nothing else is",
    arguments: [
      ("UnrollCell0001.Dog", "main.Dog"),
      ("[UnrollCell0007.K(v: 1), UnrollCell12345.L]", "[main.K(v: 1), main.L]"),
      ("UnrollCell and UnrollCell12 are words", "UnrollCell and UnrollCell12 are words"),
      ("ends with UnrollCell0001", "ends with main"), ("", ""),
    ])
  func texts(text: String, shown: String) {
    #expect(CellModuleName.shown(in: text) == shown)
  }

  @Test("Text that is not UTF-8 keeps its other bytes")
  func bytes() {
    let name = Array(CellModuleName.of(42).utf8)
    let shown = CellModuleName.shown(in: [0xFF] + name + [0x80])
    #expect(shown == [0xFF] + Array("main".utf8) + [0x80])
  }

  @Test("In an image the name that stands alone changes, at the same length; symbols stay")
  func image() {
    let name = CellModuleName.of(3)
    let padding = String(repeating: "\0", count: name.count - 4)
    for head in ["\u{1}", "\0"] {
      let image = Data("\(head)\(name)\0$s14\(name)1KV\0x\(name)\0\(name)_main\0".utf8)
      let renamed = CellModuleName.renamed(name, in: image)
      #expect(
        renamed == Data("\(head)main\(padding)\0$s14\(name)1KV\0x\(name)\0\(name)_main\0".utf8))
    }
  }
}
