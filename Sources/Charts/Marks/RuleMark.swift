/// A straight line across the chart, at a value to compare with.
public struct RuleMark: Sendable, Equatable, Codable {
  /// Which axis the value belongs to.
  public enum Direction: String, Sendable, Codable {
    /// From left to right at a value of `y`.
    case horizontal
    /// From bottom to top at a value of `x`.
    case vertical
  }

  /// What the value is.
  public var name: String
  /// The value.
  public var value: Number
  /// Which axis it belongs to.
  public var direction: Direction

  /// A rule.
  public init(name: String, value: Number, direction: Direction) {
    self.name = name
    self.value = value
    self.direction = direction
  }
}

extension Chart {
  /// A horizontal line: `.rule(y: 2.3, name: "entropy of the source")`.
  public func rule(y value: some ChartNumber, name: String = "") -> Chart {
    adding(
      .rule(RuleMark(name: name, value: Number(value.chartValue), direction: .horizontal)))
  }

  /// A vertical line: `.rule(x: 900, name: "learning rate halved")`.
  public func rule(x value: some ChartNumber, name: String = "") -> Chart {
    adding(.rule(RuleMark(name: name, value: Number(value.chartValue), direction: .vertical)))
  }
}
