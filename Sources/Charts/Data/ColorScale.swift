/// How a value becomes a colour.
public enum ColorScale: String, Sendable, Codable {
  /// From dark to light (viridis), for attention and probabilities.
  case sequential
  /// Two hues that meet exactly at 0, for weights, gradients and hidden states.
  case diverging
}

extension ColorScale {
  /// The limits that fit some values: symmetric around 0 for a diverging scale, and from 0 for a
  /// sequential one when nothing is negative.
  func limits(for values: some Sequence<Double>) -> ClosedRange<Double> {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    if low > high { return self == .diverging ? -1...1 : 0...1 }
    switch self {
    case .diverging:
      let reach = Swift.max(low.magnitude, high.magnitude)
      return reach > 0 ? -reach...reach : -1...1
    case .sequential:
      if low >= 0 { return 0...(high > 0 ? high : 1) }
      return low < high ? low...high : low...(low + 1)
    }
  }

  /// The place of a value among `count` colours, 0 being the lowest; `nil` if it is not finite.
  func level(of value: Double, in limits: ClosedRange<Double>, count: Int) -> Int? {
    guard value.isFinite else { return nil }
    let (low, high) = (limits.lowerBound, limits.upperBound)
    // Halved, so that the difference of two huge limits stays finite.
    let span = high / 2 - low / 2
    let share = span > 0 ? (value / 2 - low / 2) / span : 0.5
    let clamped = Swift.min(Swift.max(share, 0), 1)
    return Int((clamped * Double(count - 1)).rounded())
  }
}
