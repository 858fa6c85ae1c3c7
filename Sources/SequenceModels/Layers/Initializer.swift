/// Where weights start.
public enum Initializer {
  /// Uniform in ±bound.
  public static func uniform(
    _ shape: Shape, bound: Float, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    Tensor((0..<shape.elementCount).map { _ in generator.uniform(-bound...bound) }, shape: shape)
  }

  /// Normal with mean 0 and a standard deviation.
  public static func normal(
    _ shape: Shape, deviation: Float = 1, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    Tensor(
      (0..<shape.elementCount).map { _ in Float(generator.normal()) * deviation }, shape: shape)
  }

  /// Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, 2010), for `[outputs, inputs]`.
  public static func glorot(
    _ shape: Shape, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    let ends = shape.rows + shape.columns
    return uniform(shape, bound: (6 / Float(Swift.max(ends, 1))).squareRoot(), using: &generator)
  }
}
