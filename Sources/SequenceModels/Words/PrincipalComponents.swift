/// The directions in which rows vary most (Pearson, 1901; Hotelling, 1933): eigenvectors of their
/// covariance Σ (x − mean)(x − mean)ᵀ / (n − 1).
///
/// In double precision by Jacobi's rotations (1846), all pairs of columns in turn until nothing is left
/// off the diagonal: the same bits on every machine. The largest entry of each direction is positive.
public struct PrincipalComponents: Sendable {
  /// The mean row.
  public let mean: [Double]
  /// The directions, [count][columns], of length 1; the one of the largest variance first.
  public let directions: [[Double]]
  /// The variance along each.
  public let variances: [Double]
  /// The share that each has of the variance of all columns.
  public let explained: [Double]

  /// Of the rows of a tensor [rows, columns].
  public init(_ rows: Tensor, count: Int = 2) {
    require(
      rows.shape.count == 2 && rows.shape[0] > 1,
      "PrincipalComponents: the tensor is \(rows.shape); it must be [rows, columns] with 2 rows or more"
    )
    let (n, columns) = (rows.shape[0], rows.shape[1])
    require(
      count > 0 && count <= columns,
      "PrincipalComponents: \(count) components of \(columns) columns; ask for 1 ... \(columns)")
    var x = rows.elements.map(Double.init)
    require(
      x.allSatisfy(\.isFinite), "PrincipalComponents: the tensor \(rows.shape) is not finite")
    var mean = [Double](repeating: 0, count: columns)
    for i in x.indices { mean[i % columns] += x[i] }
    for j in mean.indices { mean[j] /= Double(n) }
    for i in x.indices { x[i] -= mean[i % columns] }
    var covariance = [Double](repeating: 0, count: columns * columns)
    for row in 0..<n {
      for i in 0..<columns {
        for j in i..<columns {
          covariance[i * columns + j] += x[row * columns + i] * x[row * columns + j]
        }
      }
    }
    for i in 0..<columns {
      for j in i..<columns {
        covariance[i * columns + j] /= Double(n - 1)
        covariance[j * columns + i] = covariance[i * columns + j]
      }
    }
    let total = (0..<columns).reduce(0) { $0 + covariance[$1 * columns + $1] }
    let found = symmetricEigenvectors(covariance, size: columns).prefix(count)
    self.mean = mean
    directions = found.map(\.vector)
    variances = found.map { max($0.value, 0) }
    explained = variances.map { total == 0 ? 0 : $0 / total }
  }

  /// Where rows [rows, columns] lie along the directions, [rows, count].
  public func project(_ rows: Tensor) -> Tensor {
    require(
      rows.shape.count == 2 && rows.shape[1] == mean.count,
      "project: the tensor is \(rows.shape); the components are of \(mean.count) columns")
    let x = rows.elements
    var result: [Float] = []
    for start in stride(from: 0, to: x.count, by: mean.count) {
      for direction in directions {
        var sum = 0.0
        for j in mean.indices { sum += (Double(x[start + j]) - mean[j]) * direction[j] }
        result.append(Float(sum))
      }
    }
    return Tensor(result, shape: [rows.shape[0], directions.count])
  }
}

/// Eigenvalues and eigenvectors of a symmetric matrix, the largest value first, by cyclic Jacobi.
func symmetricEigenvectors(
  _ matrix: [Double], size n: Int
) -> [(value: Double, vector: [Double])] {
  var a = matrix
  // Rows are the eigenvectors.
  var v = (0..<(n * n)).map { $0 / n == $0 % n ? 1.0 : 0.0 }
  let scale = a.reduce(0) { $0 + $1 * $1 }
  for _ in 0..<60 {
    var rest = 0.0
    for i in 0..<n { for j in 0..<n where i != j { rest += a[i * n + j] * a[i * n + j] } }
    if rest <= 1e-30 * scale { break }
    for p in 0..<n {
      for q in (p + 1)..<max(n, p + 1) where a[p * n + q] != 0 {
        // The rotation by the smaller angle that makes a[p,q] zero.
        let ratio = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
        let size = 1 / (abs(ratio) + (ratio * ratio + 1).squareRoot())
        let t = ratio < 0 ? -size : size
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<n {
          let (x, y) = (a[k * n + p], a[k * n + q])
          (a[k * n + p], a[k * n + q]) = (c * x - s * y, s * x + c * y)
        }
        for k in 0..<n {
          let (x, y) = (a[p * n + k], a[q * n + k])
          (a[p * n + k], a[q * n + k]) = (c * x - s * y, s * x + c * y)
          let (u, w) = (v[p * n + k], v[q * n + k])
          (v[p * n + k], v[q * n + k]) = (c * u - s * w, s * u + c * w)
        }
      }
    }
  }
  let order = (0..<n).sorted { (a[$1 * n + $1], $0) < (a[$0 * n + $0], $1) }
  return order.map { row in
    let vector = Array(v[(row * n)..<(row * n + n)])
    let largest = vector.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
    return (a[row * n + row], largest < 0 ? vector.map { -$0 } : vector)
  }
}
