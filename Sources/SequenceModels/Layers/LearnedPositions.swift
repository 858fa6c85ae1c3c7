/// A learned vector per place that is added to the input (Gehring et al., 2017; GPT: Radford et al.,
/// 2018).
///
/// x and output `[batch, time, size]`, at most `length` places.
public struct LearnedPositions: Layer {
  /// `[length, size]`.
  public let weight: Parameter

  /// Vectors start normal with a standard deviation.
  public init(
    length: Int, size: Int, deviation: Float = 0.02,
    using generator: inout some RandomNumberGenerator
  ) {
    require(
      length > 0 && size > 0,
      "LearnedPositions: length \(length) and size \(size) must be positive")
    weight = Parameter(
      Initializer.normal([length, size], deviation: deviation, using: &generator))
  }

  /// Its parameters.
  public var children: Children { ["weight": weight] }

  /// Adds the vectors to x, whose first step is at `place`.
  public func callAsFunction(_ x: Variable, from place: Int = 0) -> Variable {
    let (length, size) = (weight.value.shape[0], weight.value.shape[1])
    require(
      x.shape.count == 3 && x.shape[2] == size,
      "learned positions: the input is \(x.shape), not [batch, time, \(size)]")
    require(
      place >= 0 && place + x.shape[1] <= length,
      "learned positions: places \(place) ..< \(place + x.shape[1]) are outside the \(length) that "
        + "were learned")
    return x + x.tape(weight).slice(axis: 0, place..<(place + x.shape[1]))
  }
}
