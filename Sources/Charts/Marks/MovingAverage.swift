/// The mean of neighbouring values.
enum MovingAverage {
  /// Each value's mean with its neighbours, `window` in all, fewer at the ends. Values that are not
  /// finite are left out of the means, and stay gaps.
  static func centered(_ values: [Double], window: Int) -> [Double] {
    guard window > 1 else { return values }
    let before = (window - 1) / 2
    let after = window - 1 - before
    return values.indices.map { index in
      guard values[index].isFinite else { return .nan }
      var (sum, count) = (0.0, 0)
      for neighbour in max(index - before, 0)...min(index + after, values.count - 1)
      where values[neighbour].isFinite {
        sum += values[neighbour]
        count += 1
      }
      return sum / Double(count)
    }
  }
}
