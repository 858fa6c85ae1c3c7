extension Tensor {
  /// The largest magnitude of an eigenvalue of a square matrix, real or one of a complex pair.
  public var spectralRadius: Double {
    eigenvalues.reduce(0) {
      Swift.max($0, ($1.real * $1.real + $1.imaginary * $1.imaginary).squareRoot())
    }
  }

  /// All eigenvalues of a square matrix, in double precision, by Householder's reduction to Hessenberg
  /// form and the QR algorithm with double shifts (Francis, 1961). Errors are of the order of 10⁻¹⁵
  /// times the matrix's norm and the eigenvalue's condition; the same bits on every machine.
  public var eigenvalues: [(real: Double, imaginary: Double)] {
    require(
      shape.count == 2 && shape[0] == shape[1],
      "eigenvalues: the tensor is \(shape); it must be a square matrix")
    var matrix = SquareMatrix(size: shape[0], elements: elements.map(Double.init))
    require(
      matrix.elements.allSatisfy(\.isFinite), "eigenvalues: the matrix \(shape) is not finite")
    matrix.reduceToHessenberg()
    return matrix.hessenbergEigenvalues()
  }
}

/// A matrix that its eigenvalues are computed in.
private struct SquareMatrix {
  let size: Int
  var elements: [Double]

  subscript(i: Int, j: Int) -> Double {
    get { elements[i * size + j] }
    set { elements[i * size + j] = newValue }
  }

  /// Zeros below the first subdiagonal, by reflections on both sides.
  mutating func reduceToHessenberg() {
    for k in 0..<Swift.max(size - 2, 0) {
      var v = ((k + 1)..<size).map { self[$0, k] }
      let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length == 0 { continue }
      v[0] += v[0] < 0 ? -length : length
      let square = v.reduce(0) { $0 + $1 * $1 }
      for j in 0..<size {
        var part = 0.0
        for i in v.indices { part += v[i] * self[k + 1 + i, j] }
        for i in v.indices { self[k + 1 + i, j] -= 2 * part / square * v[i] }
      }
      for i in 0..<size {
        var part = 0.0
        for j in v.indices { part += v[j] * self[i, k + 1 + j] }
        for j in v.indices { self[i, k + 1 + j] -= 2 * part / square * v[j] }
      }
    }
  }

  /// Eigenvalues of a Hessenberg matrix; it is used up.
  mutating func hessenbergEigenvalues() -> [(real: Double, imaginary: Double)] {
    var found: [(real: Double, imaginary: Double)] = []
    var (last, rounds, shift) = (size - 1, 0, 0.0)
    while last >= 0 {
      let first = startOfBlock(endingAt: last)
      if first == last {
        found.append((self[last, last] + shift, 0))
        (last, rounds) = (last - 1, 0)
      } else if first == last - 1 {
        found += pair(at: first).map { ($0.real + shift, $0.imaginary) }
        (last, rounds) = (last - 2, 0)
      } else {
        rounds += 1
        require(rounds < 300, "eigenvalues: no convergence for the matrix of size \(size)")
        // An exceptional shift now and then, where the usual one goes in circles.
        if rounds % 10 == 0 {
          let x = self[last, last]
          shift += x
          for i in 0...last { self[i, i] -= x }
        }
        sweep(first, last, exceptional: rounds % 10 == 0)
      }
    }
    return found
  }

  /// Where the block that ends at `last` starts: above it the subdiagonal is negligible.
  private func startOfBlock(endingAt last: Int) -> Int {
    var start = last
    while start > 0 {
      let neighbours = abs(self[start - 1, start - 1]) + abs(self[start, start])
      if abs(self[start, start - 1]) <= 2.3e-16 * (neighbours == 0 ? 1e-300 : neighbours) { break }
      start -= 1
    }
    return start
  }

  /// Eigenvalues of the block of two rows from `k` on.
  private func pair(at k: Int) -> [(real: Double, imaginary: Double)] {
    let (x, product) = (self[k + 1, k + 1], self[k + 1, k] * self[k, k + 1])
    let p = 0.5 * (self[k, k] - x)
    let q = p * p + product
    let root = abs(q).squareRoot()
    if q < 0 { return [(x + p, root), (x + p, -root)] }
    let z = p + (p < 0 ? -root : root)
    return [(x + z, 0), (z == 0 ? x : x - product / z, 0)]
  }

  /// One step of the QR algorithm with two shifts on rows first … last.
  private mutating func sweep(_ first: Int, _ last: Int, exceptional: Bool) {
    var (x, y) = (self[last, last], self[last - 1, last - 1])
    var w = self[last, last - 1] * self[last - 1, last]
    if exceptional {
      let s = abs(self[last, last - 1]) + abs(self[last - 1, last - 2])
      (x, y, w) = (0.75 * s, 0.75 * s, -0.4375 * s * s)
    }
    // The first column of (H − s₁)(H − s₂).
    var p = 0.0, q = 0.0, r = 0.0
    var m = last - 2
    while true {
      let z = self[m, m]
      p = ((x - z) * (y - z) - w) / self[m + 1, m] + self[m, m + 1]
      q = self[m + 1, m + 1] - z - (x - z) - (y - z)
      r = self[m + 2, m + 1]
      let scale = abs(p) + abs(q) + abs(r)
      (p, q, r) = (p / scale, q / scale, r / scale)
      if m == first { break }
      let u = abs(self[m, m - 1]) * (abs(q) + abs(r))
      let v = abs(p) * (abs(self[m - 1, m - 1]) + abs(z) + abs(self[m + 1, m + 1]))
      if u <= 2.3e-16 * v { break }
      m -= 1
    }
    for i in (m + 2)...last {
      self[i, i - 2] = 0
      if i > m + 2 { self[i, i - 3] = 0 }
    }
    // Reflections push the bulge down.
    for k in m..<last {
      let hasThird = k < last - 1
      var scale = 1.0
      if k > m {
        (p, q, r) = (self[k, k - 1], self[k + 1, k - 1], hasThird ? self[k + 2, k - 1] : 0)
        scale = abs(p) + abs(q) + abs(r)
        if scale == 0 { continue }
        (p, q, r) = (p / scale, q / scale, r / scale)
      }
      let length = (p * p + q * q + r * r).squareRoot()
      let s = p < 0 ? -length : length
      if k > m {
        self[k, k - 1] = -s * scale
      } else if first != m {
        self[k, k - 1] = -self[k, k - 1]
      }
      p += s
      let (a, b, c) = (p / s, q / s, r / s)
      (q, r) = (q / p, r / p)
      for j in k...last {
        var part = self[k, j] + q * self[k + 1, j]
        if hasThird {
          part += r * self[k + 2, j]
          self[k + 2, j] -= part * c
        }
        self[k + 1, j] -= part * b
        self[k, j] -= part * a
      }
      for i in first...Swift.min(last, k + 3) {
        var part = a * self[i, k] + b * self[i, k + 1]
        if hasThird {
          part += c * self[i, k + 2]
          self[i, k + 2] -= part * r
        }
        self[i, k + 1] -= part * q
        self[i, k] -= part
      }
    }
  }
}
