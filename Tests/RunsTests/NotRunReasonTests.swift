import Runs
import Testing

@Suite struct NotRunReasonTests {
  @Test("A step that was not reached names the failure above it, or the compile error below it")
  func reasons() {
    #expect(NotRunReason.ofStep(3, failed: [1]) == .failureAbove)
    #expect(NotRunReason.ofStep(0, failed: [1]) == .compileErrorBelow)
    #expect(NotRunReason.ofStep(3, failed: [5, 2]) == .failureAbove)
    #expect(NotRunReason.ofStep(3, failed: []) == .failureAbove)
    #expect(NotRunReason.compileErrorBelow.words == "a cell below cannot be compiled")
  }
}
