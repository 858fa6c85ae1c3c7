import Foundation
import Testing

// Large notebooks.
extension CommandTests {
  @Test(
    "A notebook of 10 MB renders",
    .enabled(if: CommandRun.testsReleaseBuild, "needs a release build newer than the sources"))
  func large() throws {
    let prose = String(
      repeating: "Some *prose* with `code`, a word and another one.\n\n", count: 200_000)
    let (run, page) = try CommandRun.render("# T\n\n```swift\nprint(\"ran\")\n```\n\n" + prose)
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains("ran") == true)
  }

  @Test(
    "A thousand cells render",
    .enabled(if: CommandRun.testsReleaseBuild, "needs a release build newer than the sources"))
  func manyCells() throws {
    let text = (0..<1000).map { "```swift\nlet v\($0) = \($0)\nprint(v\($0))\n```\n" }
      .joined(separator: "\n")
    let (run, page) = try CommandRun.render(text)
    #expect(run.status == 0, "\(run.err)")
    #expect(page?.contains(">999</") == true || page?.contains("999\n") == true)
  }
}
