import CellMessages
import Runs
import Testing

@Suite struct TrainingPaceTests {
  private static func progress(_ step: Int, of total: Int) -> Progress {
    Progress(step: step, total: total, loss: 1, tokens: step * 100)
  }

  @Test("Each training of a cell has its own pace")
  func severalTrainings() {
    var pace = TrainingPace(now: 10)
    #expect(pace.after(Self.progress(5, of: 20), now: 15) == (100, 15))
    #expect(pace.after(Self.progress(20, of: 20), now: 20) == (200, 0))
    // Another of the same length, ten times as fast, and one of another length.
    #expect(pace.after(Self.progress(10, of: 20), now: 20.5) == (2000, 1))
    #expect(pace.after(Self.progress(20, of: 20), now: 21) == (2000, 0))
    #expect(pace.after(Self.progress(30, of: 300), now: 22) == (3000, 9))
  }

  @Test("A first step told at once gives no pace of a division by zero")
  func atOnce() {
    var pace = TrainingPace(now: 3)
    #expect(pace.after(Self.progress(1, of: 4), now: 3) == (0, 0))
  }
}
