/// Rotary positions (Su et al., 2021): queries and keys turn with their place, so that their products,
/// the scores, depend on the distance alone.
///
///     pair i of a head of `size` columns turns by t · base^(−2i / size) at place t
///
/// Pairs are neighbouring columns, as in the paper.
public struct RotaryPositions: Layer {
  /// 10 000 in the paper.
  public let base: Double

  /// A layer without parameters.
  public init(base: Double = 10_000) {
    require(base > 1, "RotaryPositions: the base \(base) must be above 1")
    self.base = base
  }

  /// Turns the heads of x `[batch, time, heads·size]`, whose first step is at `place`.
  public func callAsFunction(_ x: Variable, heads: Int, from place: Int = 0) -> Variable {
    require(
      x.shape.count == 3 && heads > 0 && x.shape[2] % (2 * heads) == 0,
      "rotary positions: the input is \(x.shape) with \(heads) heads; each head needs an even "
        + "number of columns")
    return turning(x, columns: x.shape[2], size: x.shape[2] / heads, from: place)
  }

  /// Turns the first columns only.
  func turning(_ x: Variable, columns: Int, size: Int, from place: Int) -> Variable {
    let angles = Positions.angles(place..<(place + x.shape[1]), size: size, base: base)
    let shape = [x.shape[1], size / 2]
    return Rotation(
      width: columns, sine: Tensor(angles.map { Float($0.sine) }, shape: shape),
      cosine: Tensor(angles.map { Float($0.cosine) }, shape: shape))(x)
  }
}
