/// Where training progress is told; the notebook's runtime sets it.
public enum TrainingProgress {
  /// Called with step, steps in all, loss, and tokens so far.
  nonisolated(unsafe) public static var report: (Int, Int, Float, Int) -> Void = { _, _, _, _ in }
}
