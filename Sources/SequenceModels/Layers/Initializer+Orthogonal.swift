extension Initializer {
  /// A random matrix whose rows (or columns, if there are fewer of them) are orthonormal, times `gain`:
  /// Saxe, McClelland and Ganguli (2014), "Exact solutions to the nonlinear dynamics of learning in deep
  /// linear neural networks".
  ///
  /// Vectors drawn from the normal distribution are made orthogonal one after the other (Gram and
  /// Schmidt, twice, in double precision), which draws uniformly among all such matrices.
  public static func orthogonal(
    _ shape: Shape, gain: Float = 1, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    require(
      shape.count == 2 && shape.allSatisfy { $0 > 0 },
      "orthogonal: the shape \(shape) is not that of a matrix [outputs, inputs]")
    let (count, size) = (shape.min() ?? 1, shape.max() ?? 1)
    var vectors: [[Double]] = []
    while vectors.count < count {
      var vector = (0..<size).map { _ in generator.normal() }
      let start = norm(vector)
      for other in vectors + vectors {
        var part = 0.0
        for i in 0..<size { part += vector[i] * other[i] }
        for i in 0..<size { vector[i] -= part * other[i] }
      }
      let length = norm(vector)
      // Almost within the span of the others: drawn again.
      if length > 1e-6 * start { vectors.append(vector.map { $0 / length }) }
    }
    let areRows = shape[0] <= shape[1]
    let elements = (0..<shape[0]).flatMap { i in
      (0..<shape[1]).map { j in Float(areRows ? vectors[i][j] : vectors[j][i]) * gain }
    }
    return Tensor(elements, shape: shape)
  }

  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
