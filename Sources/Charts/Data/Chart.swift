/// Marks between two axes.
///
///     show(Chart("Recall of the first symbol", x: "span (steps)", y: "accuracy")
///       .line(spans, rnn, name: "RNN").line(spans, lstm, name: "LSTM"))
///
/// Every method gives a new chart with one thing added or changed.
public struct Chart: Sendable, Equatable, Codable, FigureConvertible {
  /// What the chart shows; at best the finding.
  public var title: String
  /// A line below the title, for the quantity and its unit.
  public var subtitle: String?
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// What is drawn, from back to front.
  public var marks: [Mark]

  /// A chart without marks: a title, and the axes' labels with their units.
  public init(_ title: String, subtitle: String? = nil, x: String = "", y: String = "") {
    self.title = title
    self.subtitle = subtitle
    self.x = Axis(label: x)
    self.y = Axis(label: y)
    marks = []
  }

  /// The chart as a figure.
  public var figure: Figure { .chart(self) }

  /// The horizontal axis with another scale.
  public func xScale(_ scale: Axis.Scale) -> Chart { changed { $0.x.scale = scale } }

  /// The vertical axis with another scale.
  public func yScale(_ scale: Axis.Scale) -> Chart { changed { $0.y.scale = scale } }

  /// The horizontal axis from one value to another.
  public func xRange(_ range: ClosedRange<Double>) -> Chart { changed { $0.x.range = range } }

  /// The vertical axis from one value to another.
  public func yRange(_ range: ClosedRange<Double>) -> Chart { changed { $0.y.range = range } }

  /// The vertical axis with its lowest value on top: for ranks.
  public func yReversed() -> Chart { changed { $0.y.isReversed = true } }
  /// A copy after a change.
  func changed(_ change: (inout Chart) -> Void) -> Chart {
    var copy = self
    change(&copy)
    return copy
  }

  /// A copy with one more mark in front.
  func adding(_ mark: Mark) -> Chart { changed { $0.marks.append(mark) } }

  /// Stops the program if two lists that belong together differ in length.
  func requireSameCount(_ call: String, _ parts: (name: String, count: Int)...) {
    guard let first = parts.first, let other = parts.first(where: { $0.count != first.count })
    else { return }
    fatalError(
      """
      Chart("\(title)").\(call): \(first.name) has \(first.count) values and \(other.name) has \
      \(other.count); each \(first.name) needs its \(other.name). Pass lists of equal length.
      """)
  }
}
