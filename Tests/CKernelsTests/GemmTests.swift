import CKernels
import Testing

/// One product: sizes, transposed operands, extra columns in each row's stride.
struct Product: CustomTestStringConvertible {
  var m: Int, n: Int, k: Int
  var transposeA = false, transposeB = false, accumulate = false
  var padding = 0

  var testDescription: String {
    "\(m)x\(n)x\(k)\(transposeA ? " aᵀ" : "")\(transposeB ? " bᵀ" : "")"
      + "\(accumulate ? " +=" : "") padding \(padding)"
  }

  var lda: Int { (transposeA ? m : k) + padding }
  var ldb: Int { (transposeB ? k : n) + padding }
  var ldc: Int { n + padding }
  var a: [Float] { numbers((transposeA ? k : m) * lda + 1, seed: 1) }
  var b: [Float] { numbers((transposeB ? n : k) * ldb + 1, seed: 2) }
  var c: [Float] { numbers(m * ldc + 1, seed: 3) }

  /// What the kernel makes of c, padding included.
  func run(_ a: [Float], _ b: [Float], _ c: [Float]) -> [Float] {
    var result = c
    ck_gemm_f32(
      transposeA ? 1 : 0, transposeB ? 1 : 0, m, n, k, a, lda, b, ldb, accumulate ? 1 : 0,
      &result, ldc)
    return result
  }

  /// The same by the definition: one chain of fused multiply-adds over ascending k.
  func expected(_ a: [Float], _ b: [Float], _ c: [Float]) -> [Float] {
    var result = c
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        for i in 0..<m {
          for j in 0..<n {
            var sum = accumulate ? c[i * ldc + j] : 0
            for p in 0..<k {
              sum.addProduct(
                a[transposeA ? p * lda + i : i * lda + p], b[transposeB ? j * ldb + p : p * ldb + j]
              )
            }
            result[i * ldc + j] = sum
          }
        }
      }
    }
    return result
  }

  /// Every size around the tiles' edges in every role, the rest drawn at random.
  static var edges: [Product] {
    var generator = SplitMix64(state: 7)
    let rows = [0, 1, 2, 3, 5, 6, 7, 12, 13, 14, 15, 16, 27, 28, 29, 31, 43]
    let columns = [
      0, 1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 97,
    ]
    let depths = [0, 1, 2, 3, 7, 8, 9, 16, 33, 65]
    return (0..<180).map { index in
      Product(
        m: index < rows.count ? rows[index] : rows.randomElement(using: &generator) ?? 0,
        n: index < columns.count ? columns[index] : columns.randomElement(using: &generator) ?? 0,
        k: index < depths.count ? depths[index] : depths.randomElement(using: &generator) ?? 0,
        transposeA: index & 1 == 1, transposeB: index & 2 == 2, accumulate: index & 4 == 4,
        padding: [0, 1, 3, 16].randomElement(using: &generator) ?? 0)
    }
  }

  /// Beyond one block of k, of rows and of columns, and shared by threads.
  static var blocks: [Product] {
    [
      Product(m: 3, n: 70, k: CK_GEMM_KC + 1, accumulate: true),
      Product(m: 17, n: 33, k: 2 * CK_GEMM_KC + 3, transposeB: true),
      Product(m: 229, n: 35, k: 131, transposeA: true, padding: 1),
      Product(m: 130, n: 150, k: 2 * CK_GEMM_KC + 5, transposeA: true, accumulate: true),
      Product(m: 9, n: 70, k: 4 * CK_GEMM_KC + 1),
      Product(m: 29, n: 549, k: 130, transposeB: true, accumulate: true),
      Product(m: 115, n: 545, k: 20, padding: 5),
      Product(m: 300, n: 5, k: 700, transposeB: true, accumulate: true, padding: 2),
      Product(m: 2100, n: 1, k: 260),
      Product(m: 1, n: 300, k: 270, accumulate: true),
      Product(m: 2, n: 165, k: 600, transposeB: true, padding: 1),
      Product(m: 1, n: 165, k: 603, transposeB: true, accumulate: true, padding: 1),
      Product(m: 1, n: 64, k: 1024, transposeB: true),
      Product(m: 1, n: 2100, k: 260, transposeB: true),
      // Rows of a that lie pages apart are copied: whole tiles and lower ones.
      Product(m: 110, n: 259, k: 1024, accumulate: true),
      Product(m: 121, n: 256, k: 277, padding: 1024 - 277),
      // Steps of a transposed a are far apart, and are copied; or only those of b beside it are.
      Product(m: 121, n: 70, k: 300, transposeA: true, padding: 1100),
      Product(m: 11, n: 64, k: 300, transposeA: true, accumulate: true, padding: 1100),
      Product(m: 110, n: 640, k: 300, transposeA: true, accumulate: true),
    ]
  }
}

extension KernelTests {
  @Suite struct Gemm {
    @Test(arguments: Product.edges)
    func `Every element is one chain of fused multiply-adds over k`(_ product: Product) {
      let (a, b, c) = (product.a, product.b, product.c)
      let found = sameBitsEverywhere(threads: [1]) { product.run(a, b, c) }
      #expect(patterns(found) == patterns(product.expected(a, b, c)))
    }

    @Test(arguments: Product.blocks)
    func `Blocks and threads change no bit`(_ product: Product) {
      let (a, b, c) = (product.a, product.b, product.c)
      sameBitsEverywhere { product.run(a, b, c) }
    }

    @Test(arguments: Product.edges + Product.blocks)
    func `A packed operand gives the same bits`(_ product: Product) {
      let (a, b, c) = (product.a, product.b, product.c)
      let expected = product.run(a, b, c)
      let found = sameBitsEverywhere(threads: [1, 2]) {
        let size = ck_gemm_packed_size(product.n, product.k)
        var (packed, result) = ([Float](repeating: .nan, count: size), c)
        ck_gemm_pack_f32(
          product.transposeB ? 1 : 0, product.n, product.k, b, product.ldb, &packed)
        ck_gemm_packed_f32(
          product.transposeA ? 1 : 0, product.m, product.n, product.k, a, product.lda, packed,
          product.accumulate ? 1 : 0, &result, product.ldc)
        return result
      }
      #expect(patterns(found) == patterns(expected))
    }

    @Test(arguments: (Product.edges + Product.blocks).filter { $0.transposeA && !$0.transposeB })
    func `A linear layer's gradients are a product and sums in the order of the rows`(
      _ product: Product
    ) {
      var product = product
      product.accumulate = false
      let (a, b) = (product.a, product.b)
      let (m, n, rows) = (product.m, product.n, product.k)
      let weights = product.run(a, b, product.c)
      var expected = (0..<m).flatMap { weights[$0 * product.ldc..<$0 * product.ldc + n] }
      expected += (0..<m).map { column in
        (0..<rows).reduce(0) { $0 + a[$1 * product.lda + column] }
      }
      let found = sameBitsEverywhere {
        var weight = [Float](repeating: .nan, count: m * n)
        var bias = [Float](repeating: .nan, count: m)
        ck_linear_gradients_f32(rows, m, n, a, product.lda, b, product.ldb, &weight, &bias)
        var sums = [Float](repeating: .nan, count: m)
        ck_column_sums_f32(rows, m, a, product.lda, &sums)
        #expect(m == 0 || n == 0 || patterns(sums) == patterns(bias))
        return weight + sums
      }
      #expect(patterns(found) == patterns(expected))
    }

    @Test(arguments: (Product.edges + Product.blocks).filter { !$0.transposeA })
    func `A bias is where every row's sums start, an addend is added at their end`(
      _ product: Product
    ) {
      var product = product
      product.accumulate = true
      let (a, b, c) = (product.a, product.b, product.c)
      let bias = numbers(product.n, seed: 4)
      var start = c
      for i in 0..<product.m {
        start.replaceSubrange(i * product.ldc..<i * product.ldc + product.n, with: bias)
      }
      let addend = numbers(c.count, seed: 5)
      let sums = product.run(a, b, start)
      let (m, n, k, transpose) = (
        product.m, product.n, product.k, product.transposeB ? 1 : 0 as Int32
      )
      let plain = sameBitsEverywhere(threads: [1, 2]) {
        var (result, added) = (c, c)
        ck_affine_f32(
          transpose, m, n, k, a, product.lda, b, product.ldb, bias, nil, &result, product.ldc)
        ck_affine_f32(
          transpose, m, n, k, a, product.lda, b, product.ldb, bias, addend, &added, product.ldc)
        return result + added
      }
      let packed = sameBitsEverywhere(threads: [1, 2]) {
        var panels = [Float](repeating: .nan, count: ck_gemm_packed_size(n, k))
        var (result, added) = (c, c)
        ck_gemm_pack_f32(transpose, n, k, b, product.ldb, &panels)
        ck_affine_packed_f32(m, n, k, a, product.lda, panels, bias, nil, &result, product.ldc)
        ck_affine_packed_f32(m, n, k, a, product.lda, panels, bias, addend, &added, product.ldc)
        return result + added
      }
      var withAddend = c
      for i in 0..<m {
        for place in i * product.ldc..<i * product.ldc + n {
          withAddend[place] = sums[place] + addend[place]
        }
      }
      let expected = sums + withAddend
      #expect(patterns(plain) == patterns(expected) && patterns(packed) == patterns(expected))
    }

    @Test(arguments: [1, 2, 5, 6, 7, 8, 9, 13, 14, 19, 25, 102, 103, 104], [false, true])
    func `Nothing is read behind a matrix`(size: Int, isTransposed: Bool) throws {
      for (m, n) in [(size, 40), (40, size)] {
        let product = Product(
          m: m, n: n, k: 21, transposeA: isTransposed, transposeB: !isTransposed)
        let (a, b) = (Array(product.a.dropLast()), Array(product.b.dropLast()))
        let (first, second) = (try MemoryEnd(a), try MemoryEnd(b))
        let found = sameBitsEverywhere(threads: [1, 2]) {
          var result = product.c
          ck_gemm_f32(
            isTransposed ? 1 : 0, isTransposed ? 0 : 1, m, n, product.k, first.start, product.lda,
            second.start, product.ldb, 0, &result, product.ldc)
          return result
        }
        #expect(patterns(found) == patterns(product.expected(a, b, product.c)))
      }
    }

    @Test func `Infinities and NaN reach only their own row and column`() {
      let product = Product(m: 15, n: 33, k: 9)
      var (a, b) = (product.a, product.b)
      a[3 * product.lda] = .infinity
      b[5] = .nan
      let c = sameBitsEverywhere(threads: [1]) { product.run(a, b, product.c) }
      for i in 0..<15 {
        for j in 0..<33 { #expect(c[i * 33 + j].isFinite == (i != 3 && j != 5)) }
      }
    }
  }
}
