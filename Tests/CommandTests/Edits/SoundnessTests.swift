import Foundation
import Testing

/// After any edit a run that keeps what it can shows what a run from the top shows, byte for byte.
/// `UNROLL_EDITS` is the number of edits, `UNROLL_SEED` chooses them.
@Suite(.serialized) struct SoundnessTests {
  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test("Whatever is hidden in its cells, an edited notebook shows what a fresh run shows")
  func edits() throws {
    let count = Self.setting("UNROLL_EDITS") ?? 15
    let seed = UInt64(Self.setting("UNROLL_SEED") ?? 21)
    var random = FaultGenerator(seed: seed)
    var (done, kept, steps) = (0, 0, 0)
    while done < count {
      var notebook = EditedNotebook(using: &random)
      let folder = try CaseFolder(notebook: notebook.text)
      _ = try folder.unroll("run", "--quiet", "nb.md")
      let other = try CaseFolder()
      for _ in 0..<min(15, count - done) {
        let edit = notebook.edit(using: &random)
        try folder.write("nb.md", notebook.text)
        let run = try folder.unroll("run", "--explain", "--quiet", "nb.md")
        if other.has("made.txt") { try other.remove("made.txt") }
        try other.write("nb.md", notebook.text)
        let fresh = try other.runAnew()
        let plan = run.err.split(separator: "\n").filter { $0.hasPrefix("nb.md:") }
        kept += plan.count { $0.contains(": kept") }
        steps += plan.count
        done += 1
        #expect(
          run.status == fresh.status && run.out == fresh.out,
          """
          UNROLL_SEED=\(seed), edit \(done) (\(edit)):
          \(notebook.text)
          \(run.err)
          kept:
          \(run.out)
          fresh:
          \(fresh.out)\(fresh.err)
          """)
      }
    }
    print("\(done) edits, \(kept) of \(steps) steps kept")
    // Where everything ran each time the comparison would say nothing.
    #expect(kept * 5 > steps)
  }
}
