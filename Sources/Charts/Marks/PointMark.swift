/// Single points, a scatter plot.
public struct PointMark: Sendable, Equatable, Codable {
  /// What the points show.
  public var name: String
  /// The places.
  public var x: Numbers
  /// The values.
  public var y: Numbers
  /// A word beside each point, or none at all.
  public var labels: [String]

  /// Points.
  public init(name: String, x: Numbers, y: Numbers, labels: [String] = []) {
    self.name = name
    self.x = x
    self.y = y
    self.labels = labels
  }
}

extension Chart {
  /// A point at each `(x, y)`. Stops the program if the lists differ in length.
  public func points<X: ChartNumber, Y: ChartNumber>(
    _ x: some Sequence<X>, _ y: some Sequence<Y>, name: String = "", labels: [String] = []
  ) -> Chart {
    let (x, y) = (Numbers(x), Numbers(y))
    requireSameCount("points", ("x", x.count), ("y", y.count))
    if !labels.isEmpty { requireSameCount("points", ("x", x.count), ("labels", labels.count)) }
    return adding(.points(PointMark(name: name, x: x, y: y, labels: labels)))
  }
}
