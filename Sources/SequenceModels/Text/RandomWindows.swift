/// Windows of a text at random places, each read from the initial state.
public struct RandomWindows: Sendable {
  private let text: [Int]
  private let batch: Int
  private let time: Int

  /// `batch` windows of `time` tokens at a step.
  public init(_ text: [Int], batch: Int, time: Int) {
    require(batch > 0 && time > 0, "windows: batch \(batch) and time \(time) must be positive")
    require(
      text.count > time,
      "windows: a text of \(text.count) tokens is too short for windows of \(time) and one more")
    (self.text, self.batch, self.time) = (text, batch, time)
  }

  /// Inputs and targets (one token later), `[batch][time]`, from places drawn uniformly.
  public func draw(
    using generator: inout some RandomNumberGenerator
  ) -> (inputs: [[Int]], targets: [[Int]]) {
    let starts = (0..<batch).map { _ in generator.index(below: text.count - time) }
    return (
      starts.map { Array(text[$0..<($0 + time)]) },
      starts.map { Array(text[($0 + 1)...($0 + time)]) }
    )
  }
}
