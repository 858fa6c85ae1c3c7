/// Fewer points for the same picture.
enum Simplification {
  /// A line with at most two points for each step of `resolution` to the right, its lowest and its
  /// highest, and none where the line runs straight on.
  static func line(_ points: [Point], resolution: Double) -> [Point] {
    straightened(extremes(points, resolution: resolution), tolerance: resolution * 0.1)
  }

  /// Points of which no two share a square of side `resolution`.
  static func cloud(_ points: [Point], resolution: Double) -> [Point] {
    var taken: Set<[Int]> = []
    return points.filter { point in
      taken.insert([
        Int((point.x / resolution).rounded()), Int((point.y / resolution).rounded()),
      ]).inserted
    }
  }

  private static func extremes(_ points: [Point], resolution: Double) -> [Point] {
    let isOrdered = zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x }
    guard isOrdered, let first = points.first, let last = points.last, points.count > 2,
      Double(points.count) > 2 * (last.x - first.x) / resolution
    else { return points }
    var kept = [first]
    var start = points.startIndex
    while start < points.endIndex {
      let column = (points[start].x / resolution).rounded(.down)
      var (low, high, end) = (start, start, start)
      while end < points.endIndex, (points[end].x / resolution).rounded(.down) == column {
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
        end += 1
      }
      kept.append(points[min(low, high)])
      if low != high { kept.append(points[max(low, high)]) }
      start = end
    }
    kept.append(last)
    return kept
  }

  /// Leaves out points that lie within `tolerance` of the line from the last kept one to the next.
  private static func straightened(_ points: [Point], tolerance: Double) -> [Point] {
    guard points.count > 2, var kept = points.first.map({ [$0] }) else { return points }
    var skipped: [Point] = []
    for (point, next) in zip(points.dropFirst(), points.dropFirst(2)) {
      let from = kept[kept.count - 1]
      skipped.append(point)
      let isStraight =
        skipped.count < 24
        && skipped.allSatisfy { $0.x <= next.x && isNear($0, from: from, to: next, tolerance) }
      if !isStraight {
        kept.append(point)
        skipped = []
      }
    }
    kept.append(points[points.count - 1])
    return kept
  }

  /// Whether a point lies within `tolerance` of the line through two others.
  private static func isNear(_ point: Point, from: Point, to: Point, _ tolerance: Double) -> Bool {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let square = dx * dx + dy * dy
    guard square > 0 else {
      return max((point.x - from.x).magnitude, (point.y - from.y).magnitude) <= tolerance
    }
    let cross = (point.x - from.x) * dy - (point.y - from.y) * dx
    return cross * cross <= tolerance * tolerance * square
  }
}
