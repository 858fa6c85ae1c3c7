import Foundation
import Testing

@Suite struct BuiltProgramsTests {
  private static func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

  private static let sources: [String: BuiltPrograms.Source] = [
    "A": .init(file: "Sources/A/a.swift", date: at(10)),
    "B": .init(file: "Sources/B/b.swift", date: at(20)),
  ]

  private static func build(
    _ name: String, a: Double?, b: Double?, missing: [String] = []
  ) -> BuiltPrograms.Build {
    .init(name: name, missing: missing, modules: ["A": a, "B": b].compactMapValues { $0.map(at) })
  }

  @Test("A release build is tested if no module is older than its sources, else the debug build")
  func fresh() {
    let debug = Self.build("debug", a: 30, b: 30)
    let choices: [(BuiltPrograms.Build, String)] = [
      (Self.build("release", a: 10, b: 20), "release"),
      (Self.build("release", a: 9, b: 30), "debug"), (Self.build("release", a: 30, b: 19), "debug"),
      (Self.build("release", a: 30, b: nil), "debug"),
      (Self.build("release", a: 30, b: 30, missing: ["p"]), "debug"),
    ]
    for (release, name) in choices {
      #expect(BuiltPrograms.choose([release, debug], sources: Self.sources) == .build(name))
    }
  }

  @Test(
    "No build that is older than its sources is tested; the message names the file and the mend")
  func outdated() {
    let builds = [
      Self.build("release", a: 30, b: 30, missing: ["p"]), Self.build("debug", a: 30, b: 19),
    ]
    guard case .none(let message) = BuiltPrograms.choose(builds, sources: Self.sources) else {
      Issue.record("an outdated build was chosen")
      return
    }
    #expect(message.contains("there is no release build of p"))
    #expect(message.contains("the debug build is older than Sources/B/b.swift"))
    #expect(message.contains("swift build --build-tests"))
  }

  @Test("The sources of the command are found, module by module")
  func modules() throws {
    let manifest = try PackageManifest.read()
    let names = Set(manifest.closure(of: "unroll").map(\.name))
    #expect(
      names.isSuperset(of: ["unroll", "Publishing", "Reports", "Runs", "Notebooks", "Basics"]))
    #expect(!names.contains("SequenceModels"))
    #expect(manifest.closure(of: "unroll-cells").map(\.name).contains("CKernels"))
  }
}
