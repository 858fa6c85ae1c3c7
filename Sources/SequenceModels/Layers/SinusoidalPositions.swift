/// Fixed positions that are added to the input (Vaswani et al., 2017, section 3.5).
///
///     p[t, 2i] = sin(t / base^(2i / size))        p[t, 2i+1] = cos(t / base^(2i / size))
///
/// x and output `[batch, time, size]`; any number of steps.
public struct SinusoidalPositions: Layer {
  /// Width of the input.
  public let size: Int
  /// 10 000 in the paper.
  public let base: Double

  /// A layer without parameters.
  public init(_ size: Int, base: Double = 10_000) {
    require(
      size > 0 && size % 2 == 0,
      "SinusoidalPositions: the size \(size) must be even, for a sine and a cosine each")
    self.size = size
    self.base = base
  }

  /// The positions of some places, `[places, size]`, to draw.
  public func table(_ places: Range<Int>) -> Tensor {
    let pairs = Positions.angles(places, size: size, base: base)
    return Tensor(
      pairs.flatMap { [Float($0.sine), Float($0.cosine)] }, shape: [places.count, size])
  }

  /// Adds the positions to x, whose first step is at `place`.
  public func callAsFunction(_ x: Variable, from place: Int = 0) -> Variable {
    require(
      x.shape.count == 3 && x.shape[2] == size,
      "sinusoidal positions: the input is \(x.shape), not [batch, time, \(size)]")
    return x + Variable(table(place..<(place + x.shape[1])))
  }
}

/// What the kinds of positions share.
enum Positions {
  /// Sine and cosine of t · base^(−2i / size) for every place t and every i below size / 2.
  static func angles(
    _ places: Range<Int>, size: Int, base: Double
  ) -> [(sine: Double, cosine: Double)] {
    let frequencies = stride(from: 0, to: size, by: 2).map {
      exponential(-Double($0) / Double(size) * logarithm(base))
    }
    return places.flatMap { place in frequencies.map { sineAndCosine(Double(place) * $0) } }
  }
}
