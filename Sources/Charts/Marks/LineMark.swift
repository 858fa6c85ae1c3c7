/// Values joined by a line, with a gap where one is not finite.
public struct LineMark: Sendable, Equatable, Codable {
  /// What the line shows, written at its end.
  public var name: String
  /// The places, in the order in which they are joined.
  public var x: Numbers
  /// The values.
  public var y: Numbers
  /// How many points a smoothed value is the mean of; 1 draws the values as they are.
  public var window: Int
  /// Which value to mark and label.
  public var best: Best?

  /// A line.
  public init(name: String, x: Numbers, y: Numbers, window: Int = 1, best: Best? = nil) {
    self.name = name
    self.x = x
    self.y = y
    self.window = window
    self.best = best
  }
}

extension Chart {
  /// A line through `(x, y)`. Stops the program if the two differ in length.
  public func line<X: ChartNumber, Y: ChartNumber>(
    _ x: some Sequence<X>, _ y: some Sequence<Y>, name: String = ""
  ) -> Chart {
    let (x, y) = (Numbers(x), Numbers(y))
    requireSameCount("line", ("x", x.count), ("y", y.count))
    return adding(.line(LineMark(name: name, x: x, y: y)))
  }

  /// A line through values at 0, 1, 2 ….
  public func line<Y: ChartNumber>(_ y: some Sequence<Y>, name: String = "") -> Chart {
    let y = Numbers(y)
    return line(0..<y.count, y.values, name: name)
  }

  /// The lines so far smoothed: their values pale, and on top the mean of `window` neighbouring
  /// values, centred, fewer at the ends. The chart states the window.
  public func smoothed(window: Int) -> Chart {
    if window < 1 {
      fatalError(
        "Chart(\"\(title)\").smoothed: the window is \(window); it must be 1 or more points.")
    }
    return changed { $0.changeLines { $0.window = window } }
  }

  /// The lowest or highest value of the latest line marked and labelled.
  public func best(_ best: Best) -> Chart {
    changed { chart in
      for index in chart.marks.indices.reversed() {
        if case .line(var line) = chart.marks[index] {
          line.best = best
          chart.marks[index] = .line(line)
          return
        }
      }
      fatalError("Chart(\"\(title)\").best: there is no line yet. Call best after line.")
    }
  }

  private mutating func changeLines(_ change: (inout LineMark) -> Void) {
    for index in marks.indices {
      if case .line(var line) = marks[index] {
        change(&line)
        marks[index] = .line(line)
      }
    }
  }
}
