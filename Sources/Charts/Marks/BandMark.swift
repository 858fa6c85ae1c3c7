/// The area between two lines: the spread over several seeds, for instance.
public struct BandMark: Sendable, Equatable, Codable {
  /// What the band shows. It takes the colour of the series of this name, or, without a name, of
  /// the line before it, or else of the line after it.
  public var name: String
  /// The places.
  public var x: Numbers
  /// The lower ends.
  public var low: Numbers
  /// The upper ends.
  public var high: Numbers

  /// A band.
  public init(name: String, x: Numbers, low: Numbers, high: Numbers) {
    self.name = name
    self.x = x
    self.low = low
    self.high = high
  }
}

extension Chart {
  /// An area between two lines. Stops the program if the lists differ in length.
  public func band<X: ChartNumber, Low: ChartNumber, High: ChartNumber>(
    _ x: some Sequence<X>, low: some Sequence<Low>, high: some Sequence<High>, name: String = ""
  ) -> Chart {
    let (x, low, high) = (Numbers(x), Numbers(low), Numbers(high))
    requireSameCount("band", ("x", x.count), ("low", low.count), ("high", high.count))
    return adding(.band(BandMark(name: name, x: x, low: low, high: high)))
  }
}
