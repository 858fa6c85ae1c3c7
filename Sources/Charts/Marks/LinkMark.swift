/// Straight lines from place to place: the edges of a tree or a graph.
public struct LinkMark: Sendable, Equatable, Codable {
  /// What the links show.
  public var name: String
  /// Where each link starts.
  public var x: Numbers
  /// Where each link starts.
  public var y: Numbers
  /// Where each link ends.
  public var endX: Numbers
  /// Where each link ends.
  public var endY: Numbers
  /// Whether the links stand back behind the others: what was tried and given up.
  public var isPale: Bool

  /// Links.
  public init(
    name: String, x: Numbers, y: Numbers, endX: Numbers, endY: Numbers, isPale: Bool = false
  ) {
    self.name = name
    self.x = x
    self.y = y
    self.endX = endX
    self.endY = endY
    self.isPale = isPale
  }
}

extension Chart {
  /// A straight line for each pair of places, `from` one `to` the other.
  public func links(
    _ links: [(from: (x: Double, y: Double), to: (x: Double, y: Double))], name: String = "",
    isPale: Bool = false
  ) -> Chart {
    adding(
      .links(
        LinkMark(
          name: name, x: Numbers(links.map(\.from.x)), y: Numbers(links.map(\.from.y)),
          endX: Numbers(links.map(\.to.x)), endY: Numbers(links.map(\.to.y)), isPale: isPale)))
  }
}
