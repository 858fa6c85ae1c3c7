import CKernels
import Testing

@Suite struct GemmChainTests {
  /// Sizes around the edges of every kernel's blocks: tiles, panels, 48 rows, 512 steps of k.
  static let sizes = [
    (1, 1, 1), (1, 7, 3), (5, 1, 2), (2, 3, 4), (6, 16, 9), (7, 17, 8), (13, 31, 33), (12, 32, 5),
    (14, 33, 1), (15, 64, 6), (47, 49, 3), (48, 48, 10), (49, 65, 11), (3, 5, 511), (4, 6, 512),
    (5, 19, 513), (2, 3, 1030), (100, 2, 4), (2, 130, 4),
  ]

  @Test(
    "The matrix product has the bits of a chain of fused multiply-adds, at every level",
    arguments: (0..<4).filter { ck_simd_available(Int32($0)) == 1 })
  func equalsTheChain(level: Int) async {
    // In a process of its own: the level is one for the whole process.
    await #expect(processExitsWith: .success) { [level] in
      #expect(ck_set_simd_level(Int32(level)) == 0)
      for (m, n, k) in GemmChainTests.sizes {
        for flags in 0..<8 {
          let product = ChainProduct(
            m: m, n: n, k: k, transposeA: flags & 1 == 1, transposeB: flags & 2 == 2,
            accumulate: flags & 4 == 4)
          #expect(product.computed() == product.expected(), "\(product)")
        }
      }
    }
  }

  @Test("The matrix product has the same bits with any number of threads")
  func threadsDoNotChangeBits() async {
    await #expect(processExitsWith: .success) {
      // Enough work to be shared out: by rows of c in the first, by panels in the second.
      for (m, n, k) in [(400, 200, 200), (120, 640, 210)] {
        let product = ChainProduct(
          m: m, n: n, k: k, transposeA: false, transposeB: true, accumulate: false)
        let results = [1, 2, 3, 5].map { threads in
          ck_set_thread_count(Int32(threads))
          return product.computed()
        }
        for result in results { #expect(result == results[0]) }
      }
    }
  }

  @Test("A product over no columns is zero, or leaves what is there", arguments: [0, 1])
  func emptyInnerAxis(accumulate: Int) {
    var c: [Float] = [1, 2, 3, 4, 5, 6]
    ck_gemm_f32(0, 0, 2, 2, 0, [0], 1, [0], 2, Int32(accumulate), &c, 3)
    #expect(c == (accumulate == 1 ? [1, 2, 3, 4, 5, 6] : [0, 0, 3, 0, 0, 6]))
  }
}

/// One matrix product with rows farther apart than they are long.
private struct ChainProduct: CustomStringConvertible {
  let m, n, k, lda, ldb, ldc: Int
  let transposeA, transposeB, accumulate: Bool
  let a, b, c: [Float]

  init(m: Int, n: Int, k: Int, transposeA: Bool, transposeB: Bool, accumulate: Bool) {
    (self.m, self.n, self.k) = (m, n, k)
    (self.transposeA, self.transposeB) = (transposeA, transposeB)
    self.accumulate = accumulate
    lda = (transposeA ? m : k) + 3
    ldb = (transposeB ? k : n) + 5
    ldc = n + 1
    var numbers = Numbers(seed: UInt64(m * 10_007 + n * 101 + k))
    a = numbers.floats((transposeA ? k : m) * lda)
    b = numbers.floats((transposeB ? n : k) * ldb)
    c = numbers.floats(m * ldc)
  }

  /// The bits of all of c, with what lies between its rows.
  func computed() -> [UInt32] {
    var result = c
    ck_gemm_f32(
      transposeA ? 1 : 0, transposeB ? 1 : 0, m, n, k, a, lda, b, ldb, accumulate ? 1 : 0, &result,
      ldc)
    return result.map(\.bitPattern)
  }

  func expected() -> [UInt32] {
    var result = c
    for row in 0..<m {
      for column in 0..<n {
        var sum = accumulate ? c[row * ldc + column] : 0
        for p in 0..<k {
          let x = transposeA ? a[p * lda + row] : a[row * lda + p]
          let y = transposeB ? b[column * ldb + p] : b[p * ldb + column]
          sum = sum.addingProduct(x, y)
        }
        result[row * ldc + column] = sum
      }
    }
    return result.map(\.bitPattern)
  }

  var description: String {
    "\(m) × \(n) × \(k), transposed \(transposeA) \(transposeB), accumulate \(accumulate)"
  }
}
