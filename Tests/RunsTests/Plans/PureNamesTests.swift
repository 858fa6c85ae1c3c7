import Foundation
import Testing

@testable import Runs

@Suite struct PureNamesTests {
  /// The names that a module's sources make public at their top level.
  private static func publicNames(of modules: [String]) throws -> Set<String> {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
    let declaration =
      #/^(?:@\w+(?:\([^)]*\))? )*(?:nonisolated\(unsafe\) )?public (?:final |indirect )?(?:func|struct|class|enum|protocol|typealias|let|var|actor) +(\w+)/#
    var names: Set<String> = []
    for module in modules {
      let folder = sources.appending(path: module)
      for case let file as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
      where file.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        for line in text.split(separator: "\n") {
          if let found = line.prefixMatch(of: declaration) { names.insert(String(found.1)) }
        }
      }
    }
    return names.filter { !$0.hasPrefix("_") }
  }

  @Test("The engine's names are known, as pure or as sharing")
  func engine() throws {
    let names = try Self.publicNames(of: ["SequenceModels", "Charts", "CellRuntime"])
    #expect(names.count > 150)
    #expect(PureNames.engine.subtracting(names) == [], "names that are gone")
    #expect(
      names.subtracting(PureNames.engine).subtracting(PureNames.sharing) == [],
      "new names: whether they reach state that outlives a call decides where they belong")
    #expect(PureNames.engine.isDisjoint(with: PureNames.sharing))
  }

  @Test("What shares is not called pure")
  func sharing() {
    for name in PureNames.sharing.union(["setenv", "getenv", "rand", "srand", "UserDefaults"]) {
      #expect(!PureNames.contains(name), "\(name)")
    }
  }
}
