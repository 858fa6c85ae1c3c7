extension Scene.Label {
  /// The room that the words take.
  var bounds: Rect {
    let width = TextMetrics.width(text, size: size)
    let left =
      switch anchor {
      case .start: at.x
      case .middle: at.x - width / 2
      case .end: at.x - width
      }
    if isUpright {
      return Rect(x: at.x - size * 0.8, y: at.y - width - left + at.x, width: size, height: width)
    }
    return Rect(x: left, y: at.y - size * 0.8, width: width, height: size)
  }
}

extension Rect {
  /// Whether two rectangles share more than an edge.
  func touches(_ other: Rect) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}
