import Foundation
import Testing

/// Whatever goes wrong in one run, the next gives what a fresh one gives. `UNROLL_FAULTS` is the number of
/// faults, `UNROLL_SEED` chooses them; both stand in every failure.
@Suite(.serialized) struct FaultTests {
  /// A fault and what came of it.
  private struct Count {
    var injected = 0
    var hit = 0
    var different = 0
  }

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  private static let faults = setting("UNROLL_FAULTS") ?? 18
  private static let seed = UInt64(setting("UNROLL_SEED") ?? 20)

  @Test(
    "After a fault the next run gives the status and the bytes of a fresh one",
    arguments: FaultNotebook.allCases)
  func faults(_ notebook: FaultNotebook) throws {
    let folder = try FaultFolder(notebook)
    var random = FaultGenerator(
      seed: Self.seed ^ UInt64(notebook.rawValue.utf8.reduce(0) { $0 * 31 + Int($1) }))
    var counts: [FaultKind: Count] = [:]
    let started = ContinuousClock.now
    _ = try folder.run()
    let duration = (ContinuousClock.now - started) / .seconds(1)
    // Every kind once before any of them a second time.
    var kinds: [FaultKind] = []
    for round in 0..<Self.faults / FaultNotebook.allCases.count {
      if kinds.isEmpty { kinds = FaultKind.all.shuffled(using: &random) }
      let kind = kinds.removeLast()
      if case .input(.removed) = kind {} else if folder.state.data == nil { folder.state.data = 1 }
      try folder.write(to: folder.place)
      let (didHit, way) = try folder.inject(kind, using: &random, duration: duration)
      let next = try folder.run(way)
      var differences = next.differences(from: try folder.runFresh())
      differences += try folder.remains().map { "left behind: \($0)" }
      counts[kind, default: Count()].injected += 1
      if didHit { counts[kind, default: Count()].hit += 1 }
      guard !differences.isEmpty else { continue }
      counts[kind, default: Count()].different += 1
      // Each fault is told once: the next round starts from nothing.
      try folder.forget()
      Issue.record(
        """
        UNROLL_SEED=\(Self.seed) UNROLL_FAULTS=\(Self.faults), \(notebook), round \(round), \(kind): \
        \(differences.joined(separator: "; "))
        """)
    }
    print(Self.table(notebook, counts))
  }

  private static func table(_ notebook: FaultNotebook, _ counts: [FaultKind: Count]) -> String {
    let rows = counts.sorted { "\($0.key)" < "\($1.key)" }.map { kind, count in
      "  \(kind): \(count.injected) injected, \(count.hit) hit, \(count.different) different"
    }
    return (["Faults in the notebook \"\(notebook)\":"] + rows).joined(separator: "\n")
  }
}
