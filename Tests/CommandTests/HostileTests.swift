import Foundation
import Testing

/// Cells that harm their process, their runner, their folder or the machine end as they should, and leave
/// nothing behind. They run as a plain user in a process namespace, never as root.
@Suite(.serialized) struct HostileTests {
  @Test("Every hostile notebook has its end in the table, and the other way round")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: CaseFolder.fixtures.path + "/hostile")
    #expect(files.sorted() == HostileCase.all.map { $0.name + ".md" }.sorted())
  }

  @Test("A hostile cell fails or is stopped, the runner says so, and nothing is left behind")
  func hostile() throws {
    guard let folder = try HostileFolder.make() else {
      print(
        "not tested: hostile notebooks need `unshare` with a process namespace, and root `setpriv`")
      return
    }
    defer { folder.remove() }
    for hostile in HostileCase.all {
      let file = CaseFolder.fixtures.appending(path: "hostile/\(hostile.name).md")
      let started = ContinuousClock.now
      let outcome = try folder.run(String(contentsOf: file, encoding: .utf8))
      let problems = hostile.problems(of: outcome)
      #expect(problems.isEmpty, "\(hostile.name): \(problems.joined(separator: "; "))")
      #expect(ContinuousClock.now - started < .seconds(60), "\(hostile.name)")
    }
  }
}

extension HostileCase {
  /// What is not as it should be.
  func problems(of outcome: HostileFolder.Outcome) -> [String] {
    var problems: [String] = []
    func require(_ condition: Bool, _ words: String) {
      if !condition { problems.append(words) }
    }
    let below = outcome.out.contains("\nbelow\n")
    let said = "status \(outcome.status): \(outcome.err.prefix(400))"
    switch end {
    case .good(let text):
      require(outcome.status == 0, said)
      require(outcome.out.contains(text), "the report lacks \(text)")
    case .fails(let words):
      require(outcome.status == 1, said)
      require(outcome.err.hasPrefix("n.md:") && outcome.err.contains(words), said)
      require(!below, "the cell below ran")
      require(
        outcome.out.contains("(not run: a cell above failed)"), "the cell below is not told of")
    case .failsBelow(let words):
      require(outcome.status == 1 && outcome.err.contains(words), said)
    case .either:
      require(
        outcome.status == 0 && below || outcome.status == 1 && outcome.err.hasPrefix("n.md:"), said)
    }
    require(outcome.processes.isEmpty, "left \(outcome.processes)")
    require(outcome.strays.isEmpty, "left \(outcome.strays)")
    require(outcome.files == leaves.sorted(), "in the folder: \(outcome.files)")
    let raw = (outcome.out + outcome.err).unicodeScalars.filter {
      $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}"
    }
    require(raw.isEmpty, "raw control characters")
    return problems
  }
}
