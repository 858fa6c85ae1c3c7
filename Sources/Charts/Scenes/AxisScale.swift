/// An axis with its ends: which values it spans.
struct AxisScale: Equatable {
  var kind: Axis.Scale
  var low: Double
  var high: Double
  /// Whether the high end is where the low one would be.
  var isReversed = false
  /// Whether only whole numbers make sense between the ticks.
  var isIntegral = false

  /// The span of some values with room around it.
  init(_ axis: Axis, values: [Double], padding: Double, fromZero: Bool, isIntegral: Bool = false) {
    kind = axis.scale
    isReversed = axis.isReversed
    self.isIntegral = isIntegral
    let usable = values.filter { $0.isFinite && (axis.scale == .linear || $0 > 0) }
    var (low, high) = (
      usable.min() ?? (kind == .log ? 1 : 0), usable.max() ?? (kind == .log ? 10 : 1)
    )
    switch kind {
    case .log:
      if low == high { (low, high) = (low / 2, high * 2) }
      let share = (Logarithm.log10(high) - Logarithm.log10(low)) * padding
      (self.low, self.high) = (low / Logarithm.exp10(share), high * Logarithm.exp10(share))
    case .linear:
      if low == high {
        let room = low == 0 ? 1 : low.magnitude * 0.5
        (low, high) = (fromZero && low > 0 ? 0 : low - room, fromZero && high < 0 ? 0 : high + room)
      }
      let startsAtZero = low >= 0 && (fromZero || low < high * 0.25) && padding > 0
      let endsAtZero = high <= 0 && fromZero
      let room = (high * padding - low * padding)
      self.low = startsAtZero ? 0 : fromZero ? min(low - room, 0) : low - room
      self.high = endsAtZero ? 0 : high + room
    }
    if let range = axis.range, kind == .linear || range.lowerBound > 0 {
      (self.low, self.high) = (range.lowerBound, range.upperBound)
      if self.low == self.high { self.high = self.low + max(self.low.magnitude, 1) }
    }
    self.low = max(
      self.low, kind == .log ? Double.leastNormalMagnitude : -Double.greatestFiniteMagnitude)
    self.high = min(self.high, Double.greatestFiniteMagnitude)
  }

  /// Where a value lies, 0 at the low and 1 at the high end (the other way round if reversed); `nil` where it has no place.
  func share(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    let share: Double
    switch kind {
    case .linear:
      // Halved, so that the difference of two huge ends stays finite.
      share = (value / 2 - low / 2) / (high / 2 - low / 2)
    case .log:
      guard value > 0 else { return nil }
      let start = Logarithm.log10(low)
      share = (Logarithm.log10(value) - start) / (Logarithm.log10(high) - start)
    }
    // Far outside the frame is as good as anywhere outside it.
    let clamped = min(max(share, -20), 21)
    return isReversed ? 1 - clamped : clamped
  }

  /// Round marks on the axis.
  func ticks(count: Int) -> [Tick] {
    let ticks =
      kind == .log
      ? Ticks.log(low, high, count: count)
      : Ticks.linear(low, high, count: count, integral: isIntegral)
    return ticks.filter { share($0.value).map { (-1e-6...1 + 1e-6).contains($0) } ?? false }
  }
}
