/// One axis of a chart: what it measures, and how values map to places.
public struct Axis: Sendable, Equatable, Codable {
  /// How values map to places.
  public enum Scale: String, Sendable, Codable {
    /// Equal steps for equal differences.
    case linear
    /// Equal steps for equal ratios; values that are not positive are left out and counted.
    case log
  }

  /// The quantity with its unit, `"span (steps)"`.
  public var label: String
  /// How values map to places.
  public var scale: Scale
  /// The values at the two ends; `nil` fits the data.
  public var range: ClosedRange<Double>?
  /// Whether the lowest value is at the far end: for ranks, of which 1 is the best.
  public var isReversed = false

  /// An axis.
  public init(label: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil) {
    self.label = label
    self.scale = scale
    self.range = range
  }
}

/// Which of several values is the one to point out.
public enum Best: String, Sendable, Codable {
  /// The smallest, of a loss for instance.
  case lowest
  /// The largest, of an accuracy for instance.
  case highest
}
