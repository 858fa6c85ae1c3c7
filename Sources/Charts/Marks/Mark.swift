/// One layer of a chart. A new kind of mark is a file beside this one, and a case here.
public enum Mark: Sendable, Equatable, Codable {
  /// Values joined by a line.
  case line(LineMark)
  /// Single points.
  case points(PointMark)
  /// A bar for each category.
  case bars(BarMark)
  /// A straight line across the chart.
  case rule(RuleMark)
  /// The area between two lines.
  case band(BandMark)
  /// Straight lines from place to place.
  case links(LinkMark)
}
