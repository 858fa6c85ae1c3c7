/// Where weights start.
public enum Initializer {
  /// Uniform in ±bound.
  public static func uniform(
    _ shape: [Int], bound: Float, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(
      (0..<count).map { _ in Float(2 * generator.unit() - 1) * bound }, shape: shape)
  }

  /// Normal with a standard deviation (the sum of twelve uniform numbers, which needs no logarithm).
  public static func normal(
    _ shape: [Int], deviation: Float, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(
      (0..<count).map { _ in
        Float((0..<12).reduce(-6.0) { sum, _ in sum + generator.unit() }) * deviation
      }, shape: shape)
  }
}
