/// A text cut into `batch` equal strips that are read side by side, `time` tokens at a step.
public struct TextBatches: Sendable {
  private let strips: [ArraySlice<Int>]
  private let time: Int
  /// Steps until the text has been read once.
  public let stepsPerEpoch: Int

  /// Cuts a text; what is left over at its end is dropped.
  public init(_ text: [Int], batch: Int, time: Int) {
    require(batch > 0 && time > 0, "batches: batch \(batch) and time \(time) must be positive")
    let length = text.count / batch
    require(
      length > time,
      "batches: a text of \(text.count) tokens is too short for \(batch) strips of \(time) tokens "
        + "and one more; use a smaller batch or time")
    strips = (0..<batch).map { text[($0 * length)..<(($0 + 1) * length)] }
    self.time = time
    stepsPerEpoch = (length - 1) / time
  }

  /// Inputs and targets (one token later), `[batch][time]`, and whether the text starts anew.
  public subscript(step: Int) -> (inputs: [[Int]], targets: [[Int]], isFirst: Bool) {
    let place = step % stepsPerEpoch
    let parts = strips.map { strip -> ([Int], [Int]) in
      let start = strip.startIndex + place * time
      return (Array(strip[start..<(start + time)]), Array(strip[(start + 1)..<(start + time + 1)]))
    }
    return (parts.map(\.0), parts.map(\.1), place == 0)
  }
}
