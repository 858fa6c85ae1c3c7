import Foundation
import Testing

@Suite struct ImportTests {
  /// Modules that come with the toolchain or the system.
  static let system: Set<String> = [
    "Dispatch", "Foundation", "FoundationEssentials", "FoundationXML", "Glibc",
    "PackageDescription",
    "Synchronization", "Testing",
  ]

  @Test("Every target imports what Package.swift says it depends on, and nothing else")
  func bothWays() throws {
    let manifest = try PackageManifest.read()
    try #require(manifest.targets.count > 15)
    // A test that starts a program depends on it without importing it.
    let programs = Set(manifest.targets.filter { $0.kind == .executableTarget }.map(\.name))
    for target in manifest.targets where target.kind != .systemLibrary {
      let imported = try imports(of: target)
      let declared = Set(target.dependencies)
      #expect(
        declared.subtracting(imported).subtracting(programs) == [],
        "\(target.name) depends on these in Package.swift and imports them nowhere")
      #expect(
        imported.subtracting(declared).subtracting(Self.system) == [],
        "\(target.name) imports these, which are not among its dependencies in Package.swift")
    }
  }

  /// What is imported that is no system module; of C headers only those that are a target's.
  private func imports(of target: PackageManifest.Target) throws -> Set<String> {
    let own = target.name.replacing("-", with: "_")
    var modules: Set<String> = []
    for file in try PackageManifest.files(of: target, endings: ["swift"]) {
      modules.formUnion(ImportLines.ofSwift(try String(contentsOf: file, encoding: .utf8)))
    }
    let targets = Set(try PackageManifest.read().targets.map(\.name))
    for file in try PackageManifest.files(of: target, endings: ["c", "h"]) {
      let headers = ImportLines.ofC(try String(contentsOf: file, encoding: .utf8))
      modules.formUnion(headers.intersection(targets))
    }
    modules.remove(own)
    // A test may look into a program: its module's name has no hyphen.
    return Set(
      modules.map { module in
        targets.first { $0.replacing("-", with: "_") == module } ?? module
      })
  }

  @Test("Import lines are found whatever stands around them, and not in texts or comments")
  func lines() {
    let lines = [
      "internal import A", "public import B  // why", "@testable import C",
      "@_exported public import D", "import struct E.Thing", "private import func F.f",
      "  import G", "// import H", "let s = \"\"\"", "import I", "\"\"\"", "let t = \"import J\"",
      "important import: K",
    ]
    #expect(
      ImportLines.ofSwift(lines.joined(separator: "\n")) == ["A", "B", "C", "D", "E", "F", "G"])
    #expect(
      ImportLines.ofC("#include \"A.h\"\n #include <B.h>\n// #include \"C.h\"\n") == ["A", "B"])
  }

  @Test("Targets are read with their kinds, folders and dependencies")
  func targets() {
    let manifest = PackageManifest(
      """
      let other = Target.Dependency.product(
        name: "Other", package: "other")
      let package = Package(
        products: [.library(name: "A", targets: ["A"])],
        targets: [
          .target(name: "A", swiftSettings: s),
          .executableTarget(
            name: "b-b", dependencies: [
              "A", other,
            ],
            path: "Sources/Elsewhere", linkerSettings: [.linkedLibrary("m")]),
          .testTarget(name: "ATests", dependencies: ["A"]),
        ])
      """)
    #expect(
      manifest.targets == [
        .init(name: "A", kind: .target, dependencies: [], path: "Sources/A"),
        .init(
          name: "b-b", kind: .executableTarget, dependencies: ["A", "Other"],
          path: "Sources/Elsewhere"),
        .init(name: "ATests", kind: .testTarget, dependencies: ["A"], path: "Tests/ATests"),
      ])
    #expect(manifest.closure(of: "b-b").map(\.name) == ["b-b", "A"])
  }
}
