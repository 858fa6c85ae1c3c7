public import CellMessages

/// How fast a training goes, from what it tells: a cell may train one model after the other, and each
/// has its own pace.
public struct TrainingPace: Sendable {
  private var since: Double
  private var last: Double
  private var (step, total) = (0, 0)

  /// - Parameter now: seconds on any clock, when the cell starts.
  public init(now: Double) { (since, last) = (now, now) }

  /// Tokens per second of the training that tells its progress, and the seconds that it has left.
  public mutating func after(
    _ progress: Progress, now: Double
  ) -> (tokensPerSecond: Int, secondsLeft: Int) {
    // A step that is no later than the last one told, or of another number, is another training's.
    if progress.step <= step || progress.total != total && total > 0 { since = last }
    (step, total, last) = (progress.step, progress.total, now)
    let seconds = now - since
    let left = seconds / Double(max(1, progress.step)) * Double(progress.total - progress.step)
    let rate = seconds > 0 ? Double(progress.tokens) / seconds : 0
    return (Int(rate), Int(left.rounded()))
  }
}
